import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyRecord } from './any-record.oracle.ts';
import type { RecordName } from './generated/records.ts';
import { schemas } from './generated/schemas.ts';
import { createRecordFormat } from './record-format.ts';

const names = Object.keys(schemas) as RecordName[];
const target = Buffer.alloc(256 * 1024);

function bytesOf(schema: unknown, value: unknown): Buffer {
  return Buffer.from(target.subarray(0, createRecordFormat(schema).write(value, target, 0)));
}

describe.each(names)('%s', (name) => {
  const format = createRecordFormat(schemas[name]);
  const read = format.createReader(schemas[name]);

  test('any record comes back from its bytes', () => {
    fc.assert(
      fc.property(anyRecord(name), (value) => {
        const bytes = target.subarray(0, format.write(value, target, 0));
        expect(read(bytes, 0)).toEqual(value);
      }),
    );
  });
});

const holder = {
  type: 'record',
  name: 'Holder',
  fields: [{ name: 'custom', type: { type: 'map', values: ['null', 'boolean', 'long', 'double', 'string'] } }],
};

test.each([
  0,
  -1,
  1,
  2 ** 31,
  -(2 ** 31),
  2 ** 53 - 1,
  -(2 ** 53 - 1),
  2 ** 53,
  1e300,
  0.1,
  -0,
  NaN,
  Infinity,
  Number.MIN_VALUE,
])('the custom number %p comes back as it is', (number) => {
  const custom = { number };
  expect(createRecordFormat(holder).createReader(holder)(bytesOf(holder, { custom }), 0)).toEqual({ custom });
});

test('whole custom numbers are longs, others doubles', () => {
  expect(bytesOf(holder, { custom: { a: 5 } })).toHaveLength(1 + 2 + 1 + 1 + 1);
  expect(bytesOf(holder, { custom: { a: 5.5 } })).toHaveLength(1 + 2 + 1 + 8 + 1);
});

test('says where a value is not of the schema', () => {
  const format = createRecordFormat(schemas['tasks']);
  expect(() => format.write({ taskId: 1, createdAt: 'now' }, target, 0)).toThrow(
    /taskId: 1 is no string; .*createdAt: now is no long/,
  );
  expect(() => createRecordFormat(schemas['segment-events']).write({ type: 'SegmentStayed' }, target, 0)).toThrow(
    expect.objectContaining({
      code: 'WEIR_RECORD_UNENCODABLE',
      message: 'type: SegmentStayed is not one of SegmentEntered, SegmentLeft.',
    }),
  );
});

test.each([2 ** 52, -(2 ** 52) - 1, 2 ** 53, 1.5, NaN, Infinity])('refuses to write %p as a long', (n) => {
  const number = {
    type: 'record',
    name: 'R',
    fields: [
      { name: 'n', type: 'long' },
      { name: 'o', type: ['null', 'long'] },
    ],
  };
  const format = createRecordFormat(number);
  expect(() => format.write({ n, o: null }, target, 0)).toThrow(
    expect.objectContaining({ message: `n: ${n} is no long` }),
  );
  expect(() => format.write({ n: 1, o: n }, target, 0)).toThrow(/^o: /);
});

test('tells how many bytes are missing', () => {
  const format = createRecordFormat({ type: 'record', name: 'R', fields: [{ name: 's', type: 'string' }] });
  const small = Buffer.alloc(4);
  expect(format.write({ s: 'abcdef' }, small, 0)).toBe(-3);
  expect(format.write({ s: 'abc' }, small, 0)).toBe(4);
});

describe('a record of another version of the schema', () => {
  const record = (...fields: unknown[]) => ({ type: 'record', name: 'R', namespace: 'weir', fields });
  const id = { name: 'id', type: 'string' };

  test('takes the defaults of fields that it does not have', () => {
    const now = record(
      id,
      { name: 'tags', type: { type: 'array', items: 'string' }, default: [] },
      { name: 'note', type: ['null', 'string'], default: null },
    );
    const read = createRecordFormat(now).createReader(record(id));
    const bytes = bytesOf(record(id), { id: 'x' });
    expect(read(bytes, 0)).toEqual({ id: 'x', tags: [], note: null });
    (read(bytes, 0) as { tags: string[] }).tags.push('kept by the one who added it');
    expect(read(bytes, 0)).toEqual({ id: 'x', tags: [], note: null });
  });

  test('loses the fields that are gone, custom values among them', () => {
    const before = record({ name: 'gone', type: holder }, id);
    const bytes = bytesOf(before, { id: 'x', gone: { custom: { a: 1, b: 'two' } } });
    expect(createRecordFormat(record(id)).createReader(before)(bytes, 0)).toEqual({ id: 'x' });
  });

  test('may have had fewer kinds, and narrower numbers', () => {
    const before = record(
      { name: 'kind', type: { type: 'enum', name: 'Kind', symbols: ['A'] } },
      { name: 'n', type: 'int' },
    );
    const now = record(
      { name: 'kind', type: { type: 'enum', name: 'Kind', symbols: ['B', 'A'] } },
      { name: 'n', type: 'long' },
    );
    expect(createRecordFormat(now).createReader(before)(bytesOf(before, { kind: 'A', n: 7 }), 0)).toEqual({
      kind: 'A',
      n: 7,
    });
  });

  test('may hold custom values of fewer types', () => {
    const before = {
      ...holder,
      fields: [{ name: 'custom', type: { type: 'map', values: ['null', 'int', 'string'] } }],
    };
    const bytes = bytesOf(before, { custom: { a: 1, b: 'two', c: null } });
    expect(createRecordFormat(holder).createReader(before)(bytes, 0)).toEqual({ custom: { a: 1, b: 'two', c: null } });
  });

  test('is refused when it is of another type altogether', () => {
    expect(() => createRecordFormat(schemas['tasks']).createReader(schemas['customers'])).toThrow(/weir.Customer/);
  });
});

test('segment events of a former version come back with their type', () => {
  const [entered, left] = schemas['segment-events'] as { fields: { name: string }[] }[];
  const without = (record: { fields: { name: string }[] } | undefined) => ({
    ...record,
    fields: record?.fields.filter(({ name }) => name !== 'causeRef'),
  });
  const before = [without(entered), without(left)];
  const event = {
    eventId: 'e',
    customerId: 'c',
    segmentId: 's',
    segmentVersion: 1,
    seq: 2,
    effectiveAt: 3,
    decidedAt: 4,
    cause: 'TIME',
    silent: false,
    evidence: [],
    enteredAt: 1,
  };
  const bytes = bytesOf(before, { type: 'SegmentLeft', ...event });
  const read = createRecordFormat(schemas['segment-events']).createReader(before);
  expect(read(bytes, 0)).toEqual({ type: 'SegmentLeft', ...event, causeRef: null });
});

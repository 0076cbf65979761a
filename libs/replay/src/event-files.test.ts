import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type BadLine, readEventFiles } from './event-files.ts';
import { customerJson, orderJson } from './event-builders.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'weir-events-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function readOrders(...lines: (string | Buffer)[]) {
  const path = join(directory, 'orders.ndjson');
  await writeFile(path, Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from('\n')])));
  const bad: BadLine[] = [];
  const events = await readEventFiles([{ topic: 'order-events', path }], (line) => bad.push(line));
  return { events, bad: bad.map(({ line, problems }) => ({ line, problems })), texts: bad.map(({ text }) => text) };
}

describe('readEventFiles', () => {
  test('reads events in the order of the files and their lines', async () => {
    const orders = join(directory, 'orders');
    const customers = join(directory, 'customers');
    await writeFile(
      orders,
      [orderJson({ eventId: 'o1' }), orderJson({ eventId: 'o2' })].map((json) => JSON.stringify(json)).join('\n'),
    );
    await writeFile(customers, JSON.stringify(customerJson({ eventId: 'c1' })));
    const fail = () => {
      throw new Error('there is no bad line');
    };
    const events = await readEventFiles(
      [
        { topic: 'order-events', path: orders },
        { topic: 'customer-events', path: customers },
      ],
      fail,
    );
    expect(events.map(({ topic, event }) => `${topic} ${event.eventId}`)).toEqual([
      'order-events o1',
      'order-events o2',
      'customer-events c1',
    ]);
  });

  test('names line, field and reason of everything that is wrong, and reads on', async () => {
    const good = JSON.stringify(orderJson({}));
    const { events, bad } = await readOrders(
      good,
      '{"eventId": ',
      '  ',
      '[]',
      JSON.stringify({ ...orderJson({}), occurredAt: '2017-01-01 10:00', colour: 'red' }),
      JSON.stringify(orderJson({ occurredAt: '1969-12-31T23:59:59Z' })),
      Buffer.concat([Buffer.from('{"eventId":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
      good,
    );
    expect(events).toHaveLength(2);
    expect(bad.map(({ line, problems }) => [line, problems.map(({ field }) => field)])).toEqual([
      [2, ['']],
      [4, ['']],
      [5, ['occurredAt', 'colour']],
      [6, ['occurredAt']],
      [7, ['']],
    ]);
    expect(bad[0]?.problems[0]?.reason).toMatch(/^is not JSON: /);
    expect(bad[4]?.problems[0]?.reason).toBe('is not UTF-8');
  });

  test('keeps the text of a bad line, but not of one that is too long', async () => {
    const { bad, texts } = await readOrders('{oops', `"${'x'.repeat(1024 * 1024)}"`);
    expect(texts).toEqual(['{oops', null]);
    expect(bad[1]).toEqual({ line: 2, problems: [{ field: '', reason: 'is longer than 1048576 bytes' }] });
  });

  test('keeps the bytes of a line that is no text', async () => {
    const bytes = Buffer.from([0x7b, 0xff, 0xc3, 0x28, 0x7d]);
    const path = join(directory, 'orders.ndjson');
    await writeFile(path, bytes);
    const bad: BadLine[] = [];
    await readEventFiles([{ topic: 'order-events', path }], (line) => bad.push(line));
    expect(bad).toMatchObject([{ line: 1, text: null, base64: bytes.toString('base64') }]);
  });

  test('refuses a key that stands twice', async () => {
    const { events, bad } = await readOrders(JSON.stringify(orderJson({})).replace('"total":', '"total":5,"total":'));
    expect(events).toEqual([]);
    expect(bad[0]?.problems).toEqual([
      { field: 'order.total', reason: expect.stringMatching(/^stands twice in one object/) },
    ]);
  });

  test.each(['[\n', '{\n', '[ {\r\n'])('says what a pretty-printed file is that begins with %j', async (begin) => {
    const path = join(directory, 'pretty.json');
    await writeFile(path, `${begin}  "eventId": "e"\n}`);
    await expect(readEventFiles([{ topic: 'order-events', path }], () => undefined)).rejects.toMatchObject({
      code: 'WEIR_REPLAY_INPUT',
      message: expect.stringMatching(/is one JSON text over many lines, and events are read one object a line: jq /),
    });
  });

  test('says what to do with an array on one line', async () => {
    const { bad } = await readOrders(JSON.stringify([orderJson({})]));
    expect(bad[0]?.problems[0]?.reason).toMatch(
      /^must be an object, found an array; events are read one object a line/,
    );
  });

  test.each([
    [
      'followed by something else',
      (whole: Buffer) => Buffer.concat([whole, Buffer.from('garbage')]),
      'or something that is no gzip follows them',
    ],
    ['cut off', (whole: Buffer) => whole.subarray(0, -5), 'its gzip data break off'],
  ])('says of gzip data %s what is wrong, and no line', async (_, damage, words) => {
    const path = join(directory, 'orders.gz');
    await writeFile(path, damage(gzipSync(`${JSON.stringify(orderJson({}))}\n`)));
    await expect(readEventFiles([{ topic: 'order-events', path }], () => undefined)).rejects.toMatchObject({
      code: 'WEIR_REPLAY_INPUT',
      message: expect.stringMatching(new RegExp(`^(?!.*line \\d).*${words}`)),
    });
  });

  test('refuses what the evaluator would put aside', async () => {
    const path = join(directory, 'customers.ndjson');
    await writeFile(
      path,
      JSON.stringify({ ...customerJson({}), kind: 'MERGED', profile: undefined, mergedInto: 'c2' }),
    );
    const bad: BadLine[] = [];
    await readEventFiles([{ topic: 'customer-events', path }], (line) => bad.push(line));
    expect(bad.map(({ problems }) => problems)).toEqual([
      [{ field: 'kind', reason: 'MERGED events are not decided yet' }],
    ]);
  });

  test('a hostile key changes nothing outside the event', async () => {
    const { events, bad } = await readOrders(
      JSON.stringify(orderJson({})).replace('"custom":{}', '"custom":{"__proto__":{"x":1}}'),
    );
    expect(events).toEqual([]);
    expect(bad).toHaveLength(1);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  test('says how far it came when a file breaks off', async () => {
    const path = join(directory, 'absent');
    await expect(readEventFiles([{ topic: 'order-events', path }], () => undefined)).rejects.toMatchObject({
      code: 'WEIR_REPLAY_INPUT',
      message: expect.stringContaining(`${path}: cannot be read: ENOENT`),
    });
  });
});

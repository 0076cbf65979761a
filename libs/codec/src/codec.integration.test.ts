import { beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { createCodec, createCodecOn, type Codec } from './codec.ts';
import type { Definition, RecordName } from './generated/records.ts';
import { schemas } from './generated/schemas.ts';
import { findSchemas, registerSchemas } from './registered-schemas.ts';
import { createSchemaRegistry } from './schema-registry.ts';

const registryUrl = process.env['SCHEMA_REGISTRY_URL'] as string;
const everything = Object.keys(schemas) as RecordName[];
const definition: Definition = { kind: 'SEGMENT', id: 'tea', version: 1, document: '{}', updatedAt: 5, enabled: true };

let topicPrefix: string;

beforeEach(() => {
  topicPrefix = `${randomUUID()}-`;
});

function codec(): Codec {
  return createCodec({ registryUrl, topicPrefix });
}

async function compatibilityOf(subject: string): Promise<unknown> {
  const response = await fetch(`${registryUrl}/config/${subject}`);
  return ((await response.json()) as { compatibilityLevel: unknown }).compatibilityLevel;
}

test('several processes that prepare everything at once agree on the ids', async () => {
  const codecs = Array.from({ length: 4 }, codec);
  await Promise.all(codecs.map((one) => one.prepare(everything)));
  const written = codecs.map((one) => one.encode('definitions', definition).toString('hex'));
  expect(new Set(written).size).toBe(1);
  for (const topic of everything) {
    expect(await compatibilityOf(`${topicPrefix}${topic}-value`)).toBe('BACKWARD_TRANSITIVE');
  }
});

test('what is registered is found, and what is not is not', async () => {
  const options = { registryUrl, topicPrefix };
  expect((await findSchemas(options)).map(({ id }) => id)).toEqual(everything.map(() => null));
  const registered = await registerSchemas(options);
  expect(await findSchemas(options)).toEqual(registered);
});

test('one that knows nothing of the schemas reads by the ids in the records', async () => {
  const writer = codec();
  await writer.prepare(['definitions']);
  const bytes = writer.encode('definitions', definition);
  const reader = codec();
  expect(() => reader.decode('definitions', bytes)).toThrow(expect.objectContaining({ code: 'WEIR_SCHEMA_UNKNOWN' }));
  await reader.resolveSchemas('definitions', [bytes, null]);
  expect(reader.decode('definitions', bytes)).toEqual(definition);
});

test('an id that the registry does not know stays unknown', async () => {
  const bytes = Buffer.from([0, 0x7f, 0xff, 0xff, 0xff, 0]);
  const reader = codec();
  await reader.resolveSchemas('definitions', [bytes]);
  expect(() => reader.decode('definitions', bytes)).toThrow(/the registry has no such Avro schema/);
});

describe('a subject that somebody else registered', () => {
  type Field = { name: string; type: unknown; default?: unknown };
  const { fields, ...rest } = schemas.definitions as { fields: Field[] };
  const registry = createSchemaRegistry({ url: registryUrl });
  const subject = (): string => `${topicPrefix}definitions-value`;

  test('in an earlier version is evolved, and its records are read', async () => {
    const earlier = { ...rest, fields: fields.filter(({ name }) => name !== 'enabled') };
    await registry.register(subject(), earlier);
    const ours = codec();
    await ours.prepare(['definitions']);
    const earlierId = (await registry.find(subject(), earlier)) as number;
    const bytes = Buffer.from(ours.encode('definitions', definition)).subarray(0, -1);
    bytes.writeUInt32BE(earlierId, 1);
    // Without asking for it: state that an older version wrote is restored record by record.
    expect(ours.decode('definitions', bytes)).toEqual(definition);
  });

  test('in a way that does not go together with ours is refused, with what to do', async () => {
    const odd = {
      ...rest,
      fields: fields.map((field) => (field.name === 'version' ? { ...field, type: 'string' } : field)),
    };
    await registry.register(subject(), odd);
    await expect(codec().prepare(['definitions'])).rejects.toMatchObject({
      code: 'WEIR_SCHEMA_REFUSED',
      message: expect.stringContaining('Upgrade Weir'),
    });
  });

  test('without a compatibility is given it', async () => {
    const response = await fetch(`${registryUrl}/subjects/${subject()}/versions`, {
      method: 'POST',
      headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
      body: JSON.stringify({ schema: JSON.stringify(schemas.definitions) }),
    });
    expect(response.status).toBe(200);
    await registerSchemas({ registryUrl, topicPrefix });
    expect(await compatibilityOf(subject())).toBe('BACKWARD_TRANSITIVE');
  });
});

test('a schema of several records comes back whole from the registry', async () => {
  const event = {
    type: 'SegmentEntered',
    eventId: 'e',
    customerId: 'c',
    segmentId: 's',
    segmentVersion: 1,
    seq: 1,
    effectiveAt: 1,
    decidedAt: 2,
    cause: 'EVENT',
    causeRef: 'e',
    silent: true,
    evidence: [{ condition: 'a', actual: 'b', threshold: 'c' }],
  } as const;
  const writer = codec();
  await writer.prepare(['segment-events']);
  const bytes = writer.encode('segment-events', event);
  const reader = createCodecOn(createSchemaRegistry({ url: registryUrl }), topicPrefix);
  await reader.resolveSchemas('segment-events', [bytes]);
  expect(reader.decode('segment-events', bytes)).toEqual(event);
});

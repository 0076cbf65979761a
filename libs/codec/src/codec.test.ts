import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { createCodec, type Codec } from './codec.ts';
import type { Definition } from './generated/records.ts';
import { schemas } from './generated/schemas.ts';

/** A registry in memory that speaks the few requests of Confluent's API, and can be made to misbehave. */
class FakeRegistry {
  readonly requests: string[] = [];
  readonly schemas: string[] = [];
  readonly subjects = new Map<string, number>();
  readonly compatibility = new Map<string, string>();
  /** Answers a request in its own way; undefined lets it pass. */
  interfere: (request: string) => { status: number; body: unknown } | undefined = () => undefined;
  #server: Server | undefined;
  #port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.#port}/registry`;
  }

  async start(): Promise<void> {
    this.#server = createServer((request, response) => void this.#answer(request, response));
    await new Promise<void>((resolve) => this.#server?.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const line = `${request.method} ${request.url?.replace('/registry', '')}`;
    this.requests.push(line);
    const text = Buffer.concat(chunks).toString();
    const { status, body } =
      this.interfere(line) ?? this.#respond(line, (text === '' ? {} : JSON.parse(text)) as Record<string, string>);
    response.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end(JSON.stringify(body));
  }

  #respond(line: string, body: Record<string, string>): { status: number; body: unknown } {
    const [, method, path, name] = /^(\w+) \/(schemas\/ids|subjects|config)\/([^/]+)/.exec(line) ?? [];
    const notFound = { status: 404, body: { error_code: 40401, message: `${name} not found` } };
    if (path === 'config' && method === 'PUT') this.compatibility.set(name as string, body['compatibility'] as string);
    if (path === 'config') {
      const level = this.compatibility.get(name as string);
      return level === undefined ? notFound : { status: 200, body: { compatibilityLevel: level } };
    }
    if (path === 'schemas/ids') {
      const schema = this.schemas[Number(name) - 1];
      return schema === undefined ? notFound : { status: 200, body: { schema } };
    }
    if (method === 'GET') {
      const id = this.subjects.get(name as string);
      if (id === undefined) return notFound;
      return { status: 200, body: line.endsWith('/versions') ? [1] : { id, schema: this.schemas[id - 1] } };
    }
    if (!line.endsWith('/versions')) {
      const id = this.subjects.get(name as string);
      return id === undefined || this.schemas[id - 1] !== body['schema'] ? notFound : { status: 200, body: { id } };
    }
    const known = this.schemas.indexOf(body['schema'] as string) + 1;
    const id = known > 0 ? known : this.schemas.push(body['schema'] as string);
    this.subjects.set(name as string, id);
    return { status: 200, body: { id } };
  }
}

const definition: Definition = { kind: 'SEGMENT', id: 'tea', version: 1, document: '{}', updatedAt: 5, enabled: true };
const registry = new FakeRegistry();
let codec: Codec;
let lines: string[];

beforeEach(async () => {
  registry.requests.length = 0;
  registry.schemas.length = 0;
  registry.subjects.clear();
  registry.compatibility.clear();
  registry.interfere = () => undefined;
  lines = [];
  await registry.start();
  codec = createCodec({ registryUrl: registry.url, onWaiting: (line) => lines.push(line) });
});

afterEach(() => registry.stop());

test('registers what is not registered, with its compatibility', async () => {
  await codec.prepare(['definitions', 'segment-events']);
  expect([...registry.subjects.keys()].sort()).toEqual(['definitions-value', 'segment-events-value']);
  expect([...registry.compatibility.values()]).toEqual(['BACKWARD_TRANSITIVE', 'BACKWARD_TRANSITIVE']);
});

test('only looks up what is registered, in all its versions', async () => {
  await codec.prepare(['definitions']);
  registry.requests.length = 0;
  await createCodec({ registryUrl: registry.url }).prepare(['definitions']);
  expect(registry.requests).toEqual([
    'POST /subjects/definitions-value',
    'GET /subjects/definitions-value/versions',
    'GET /subjects/definitions-value/versions/1',
  ]);
});

test('puts a prefix before its subjects', async () => {
  await createCodec({ registryUrl: registry.url, topicPrefix: 'demo-' }).prepare(['tasks']);
  expect([...registry.subjects.keys()]).toEqual(['demo-tasks-value']);
});

test('writes the wire format of Confluent', async () => {
  registry.schemas.push('"string"', '"long"');
  await codec.prepare(['definitions']);
  const bytes = codec.encode('definitions', definition);
  expect([...bytes.subarray(0, 6)]).toEqual([0, 0, 0, 0, 3, 0]);
  expect(codec.decode('definitions', bytes)).toEqual(definition);
  expect(codec.decode('definitions', new Uint8Array(bytes))).toEqual(definition);
});

test('records written one after the other do not change each other', async () => {
  await codec.prepare(['definitions']);
  const all = Array.from({ length: 200 }, (_, version) => ({
    ...definition,
    version,
    document: 'x'.repeat(version * 50),
  }));
  const bytes = all.map((one) => codec.encode('definitions', one));
  expect(bytes.map((one) => codec.decode('definitions', one))).toEqual(all);
});

test('a record larger than any before is written whole', async () => {
  await codec.prepare(['definitions']);
  const large = { ...definition, document: 'ы'.repeat(1_000_000) };
  expect(codec.decode('definitions', codec.encode('definitions', large))).toEqual(large);
});

test('says that it was not prepared', () => {
  expect(() => codec.encode('definitions', definition)).toThrow(
    expect.objectContaining({ code: 'WEIR_SCHEMA_NOT_PREPARED' }),
  );
});

describe('bytes of others', () => {
  const code = (bytes: number[]) => {
    try {
      return codec.decode('definitions', Buffer.from(bytes));
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  test('that are no wire format are undecodable', async () => {
    await codec.prepare(['definitions']);
    await codec.resolveSchemas('definitions', [Buffer.from('{"a":1}'), Buffer.alloc(4), null]);
    expect([code([...Buffer.from('{"a":1}')]), code([0, 0, 0, 0]), code([])]).toEqual(
      Array(3).fill('WEIR_RECORD_UNDECODABLE'),
    );
    expect(registry.requests.filter((line) => line.includes('/schemas/ids/'))).toEqual([]);
  });

  test('with an id that the registry has not are of unknown schema, and it is asked once', async () => {
    const values = [
      Buffer.from([0, 0, 0, 0, 99]),
      Buffer.from([0, 0xff, 0xff, 0xff, 0xff]),
      Buffer.from([0, 0, 0, 0, 99]),
    ];
    await codec.resolveSchemas('definitions', values);
    await codec.resolveSchemas('definitions', values);
    expect([code([0, 0, 0, 0, 99]), code([0, 0xff, 0xff, 0xff, 0xff])]).toEqual(Array(2).fill('WEIR_SCHEMA_UNKNOWN'));
    expect(registry.requests).toEqual(['GET /schemas/ids/99']);
  });

  test('with a schema of another topic are undecodable', async () => {
    registry.schemas.push(JSON.stringify(schemas.tasks));
    await codec.resolveSchemas('definitions', [Buffer.from([0, 0, 0, 0, 1])]);
    expect(code([0, 0, 0, 0, 1, 0])).toBe('WEIR_RECORD_UNDECODABLE');
  });

  test('with a schema that is none are of unknown schema', async () => {
    registry.schemas.push('{"type": "recrod"}');
    await codec.resolveSchemas('definitions', [Buffer.from([0, 0, 0, 0, 1])]);
    expect(code([0, 0, 0, 0, 1, 0])).toBe('WEIR_SCHEMA_UNKNOWN');
  });

  test('with an earlier schema are read by ours', async () => {
    const { fields, ...rest } = schemas.definitions as { fields: { name: string }[] };
    registry.schemas.push(JSON.stringify({ ...rest, fields: fields.filter(({ name }) => name !== 'enabled') }));
    await codec.prepare(['definitions']);
    const bytes = Buffer.from(codec.encode('definitions', definition));
    bytes[4] = 1;
    await codec.resolveSchemas('definitions', [bytes]);
    expect(codec.decode('definitions', bytes.subarray(0, -1))).toEqual(definition);
  });
});

describe('a registry that is down', () => {
  test('is waited for, and the waiting told', async () => {
    await registry.stop();
    const prepared = codec.prepare(['definitions']);
    const resolved = codec.resolveSchemas('definitions', [Buffer.from([0, 0, 0, 0, 1])]);
    while (lines.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    await registry.start();
    await Promise.all([prepared, resolved]);
    expect(lines[0]).toMatch(
      /^Waiting for the schema registry at http:\/\/127\.0\.0\.1:\d+\/registry to look up definitions-value: connect ECONNREFUSED/,
    );
    expect(codec.decode('definitions', codec.encode('definitions', definition))).toEqual(definition);
  });

  test.each([500, 503, 429])('or answers %d is waited for', async (status) => {
    let failures = 2;
    registry.interfere = () => (failures-- > 0 ? { status, body: { message: 'not now' } } : undefined);
    await codec.prepare(['definitions']);
    expect(lines).toEqual([expect.stringContaining(`: it answered ${status}.`)]);
  });

  test('is not waited for after the signal', async () => {
    await registry.stop();
    const controller = new AbortController();
    const reason = new Error('The service stops.');
    const waiting = createCodec({
      registryUrl: registry.url,
      signal: controller.signal,
      onWaiting: () => controller.abort(reason),
    });
    await expect(waiting.prepare(['definitions'])).rejects.toBe(reason);
    await registry.start();
  });
});

describe('a registry that refuses', () => {
  test('an incompatible schema is asked again, as another may have been registering, and then believed', async () => {
    registry.interfere = (line) =>
      line.endsWith('/versions') ? { status: 409, body: { message: 'incompatible' } } : undefined;
    await expect(codec.prepare(['definitions'])).rejects.toMatchObject({
      code: 'WEIR_SCHEMA_REFUSED',
      message: expect.stringMatching(/register definitions-value at .*incompatible.*Upgrade Weir/),
    });
    expect(lines).toEqual([]);
  });

  test.each([
    [401, /user name and password into the URL/],
    [422, /BACKWARD_TRANSITIVE/],
    [400, /Confluent-compatible/],
  ])('with %d says what to do', async (status, words) => {
    registry.interfere = () => ({ status, body: { message: 'no' } });
    await expect(codec.prepare(['definitions'])).rejects.toMatchObject({
      code: 'WEIR_SCHEMA_REFUSED',
      message: expect.stringMatching(words),
    });
  });

  test('lets one of two that create a subject at once try again', async () => {
    let conflicts = 1;
    registry.interfere = (line) =>
      line.endsWith('/versions') && conflicts-- > 0 ? { status: 409, body: { message: 'already exists' } } : undefined;
    await codec.prepare(['definitions']);
    expect(registry.compatibility.get('definitions-value')).toBe('BACKWARD_TRANSITIVE');
  });

  test('its password is in no message', async () => {
    registry.interfere = () => ({ status: 401, body: { message: 'no' } });
    const url = registry.url.replace('//', '//weir:s3cret@');
    const refused = createCodec({ registryUrl: url }).prepare(['definitions']);
    await expect(refused).rejects.toMatchObject({ message: expect.not.stringContaining('s3cret') });
  });
});

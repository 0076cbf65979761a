import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createMemoryCodec } from '@weir/codec/testing';
import { buildCustomer, buildProfile, buildSegmentEvent, noon } from '@weir/delivery/testing';
import { MemoryKafka } from '@weir/kafka/testing';
import { createSilentLogger } from '@weir/observability';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from './database.ts';
import { toDeadLetters } from './dead-letters.ts';
import { ExportSink } from './export-sink.ts';
import { Ingest } from './ingest.ts';

const topics = { customers: 'customers', 'segment-events': 'segment-events', definitions: 'definitions' };
const partitions = 2;

const codec = createMemoryCodec();
beforeAll(async () => {
  await codec.prepare(['customers', 'segment-events', 'definitions']);
});

let directory: string;
let kafka: MemoryKafka;
let running: { sink: ExportSink; database: DatabaseSync }[];
let failures: Error[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'weir-export-'));
  kafka = new MemoryKafka();
  for (const topic of ['customers', 'segment-events', 'dead-letter']) kafka.createTopic(topic, partitions);
  kafka.createTopic('definitions', 1);
  running = [];
  failures = [];
});

afterEach(async () => {
  for (const { sink, database } of running) {
    await sink.stop();
    if (database.isOpen) database.close();
  }
  rmSync(directory, { recursive: true });
});

async function start(name = 'export.sqlite') {
  const database = openDatabase(join(directory, name));
  const sink = new ExportSink({
    kafka,
    ingest: new Ingest(database, codec),
    groupId: 'export-sink',
    topics,
    logger: createSilentLogger(),
    setAside: async (source, records) => {
      const publisher = await kafka.openPublisher();
      await publisher.publish(toDeadLetters('dead-letter', source, records));
    },
    onProgress: () => undefined,
    onFatal: (error) => failures.push(error),
  });
  running.push({ sink, database });
  await sink.start();
  return { sink, database };
}

async function stop({ sink, database }: { sink: ExportSink; database: DatabaseSync }): Promise<void> {
  await sink.stop();
  database.close();
}

/** Awaits a condition that nothing announces. */
async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition(); waited += 5) {
    if (waited > 5_000) throw new Error('waited in vain');
    await sleep(5);
  }
}

function tell(
  topic: keyof typeof topics,
  key: string,
  value: Buffer | null,
  { partition = 0, timestamp = noon } = {},
): void {
  kafka.log({ topic, partition }).append({ key, value, timestamp });
}

function tellCustomer(changes: Parameters<typeof buildCustomer>[0] = {}, partition = 0): void {
  const customer = buildCustomer(changes);
  tell('customers', customer.customerId, codec.encode('customers', customer), { partition });
}

function tellTransition(changes: Parameters<typeof buildSegmentEvent>[0] = {}, partition = 0): void {
  const event = buildSegmentEvent(changes);
  tell('segment-events', event.customerId, codec.encode('segment-events', event), { partition });
}

function rows(database: DatabaseSync, sql: string): unknown[] {
  return database
    .prepare(sql)
    .all()
    .map((row) => ({ ...row }));
}

describe('the export-sink', () => {
  test('keeps a row per customer, per membership and per transition', async () => {
    tellCustomer({ profile: buildProfile({ birthday: 0, tags: ['tea'], custom: { size: 'M' } }) });
    tellTransition();
    tell('definitions', 'segment/tea', codec.encode('definitions', {
      kind: 'SEGMENT', id: 'tea', version: 1, document: '{"name":"Tea lovers"}', updatedAt: noon, enabled: true,
    })); // prettier-ignore
    const { sink, database } = await start();
    await until(() => sink.isReady());
    expect(
      rows(
        database,
        'SELECT customer_id, first_name, birthday, tags, custom, email_consent, updated_at FROM customers',
      ),
    ).toEqual([
      {
        customer_id: 'c-1',
        first_name: 'Anna',
        birthday: '1970-01-01',
        tags: '["tea"]',
        custom: '{"size":"M"}',
        email_consent: 'SUBSCRIBED',
        updated_at: '2026-03-01T12:00:00.000Z',
      },
    ]);
    expect(rows(database, 'SELECT customer_id, segment_id, since, seq FROM memberships')).toEqual([
      { customer_id: 'c-1', segment_id: 'tea', since: '2026-03-01T12:00:00.000Z', seq: 1 },
    ]);
    expect(rows(database, 'SELECT event_id, type, seq, cause, silent FROM transitions')).toEqual([
      { event_id: 'e-1', type: 'entered', seq: 1, cause: 'EVENT', silent: 0 },
    ]);
    expect(rows(database, 'SELECT * FROM segments')).toEqual([{ segment_id: 'tea', name: 'Tea lovers', enabled: 1 }]);
  });

  test('follows what changes: a new profile, a membership left', async () => {
    tellCustomer();
    const { sink, database } = await start();
    await until(() => sink.isReady());
    tellCustomer({
      profile: buildProfile({ firstName: 'Olga' }),
      memberships: [{ segmentId: 'coffee', seq: 1, since: noon, enteredAt: null }],
    });
    const name = () => rows(database, 'SELECT first_name FROM customers');
    await until(() => JSON.stringify(name()) === '[{"first_name":"Olga"}]');
    expect(rows(database, 'SELECT segment_id FROM memberships')).toEqual([{ segment_id: 'coffee' }]);
  });

  test('goes on where the database stands, whatever Kafka believes', async () => {
    tellTransition();
    const first = await start();
    await until(() => first.sink.isReady());
    await stop(first);
    tellTransition({ seq: 2 });
    const second = await start();
    await until(() => second.sink.isReady());
    expect(rows(second.database, 'SELECT event_id FROM transitions ORDER BY seq')).toEqual([
      { event_id: 'e-1' },
      { event_id: 'e-2' },
    ]);
    expect(
      rows(second.database, "SELECT next_offset FROM positions WHERE topic = 'segment-events' AND partition = 0"),
    ).toEqual([{ next_offset: 2 }]);
  });

  test('writes a batch with its position or not at all', async () => {
    const { sink, database } = await start();
    await until(() => sink.isReady());
    database.exec(
      "CREATE TRIGGER full BEFORE INSERT ON positions WHEN new.topic = 'customers' BEGIN SELECT raise(ABORT, 'disk full'); END",
    );
    tellCustomer();
    await until(() => failures.length > 0);
    expect(failures[0]?.message).toContain('disk full');
    expect(rows(database, 'SELECT * FROM customers')).toEqual([]);
    expect(rows(database, 'SELECT * FROM memberships')).toEqual([]);
  });

  test('removes an erased customer everywhere, also what comes late', async () => {
    tellCustomer();
    tellTransition();
    const { sink, database } = await start();
    await until(() => sink.isReady());
    tell('customers', 'c-1', null, { timestamp: noon + 1_000 });
    await until(() => rows(database, 'SELECT * FROM customers').length === 0);
    tellTransition({ seq: 2, decidedAt: noon + 1_000 });
    tellTransition({ seq: 4, decidedAt: noon + 2_000, cause: 'ERASE' });
    tellTransition({ customerId: 'c-2', seq: 3 });
    await until(() => rows(database, 'SELECT * FROM transitions').length > 0);
    expect(rows(database, 'SELECT customer_id FROM transitions')).toEqual([{ customer_id: 'c-2' }]);
    expect(JSON.stringify(rows(database, 'SELECT * FROM erasures'))).not.toContain('c-1');
  });

  test('sets a record aside that cannot be read, and goes on', async () => {
    tell('customers', 'c-0', Buffer.from('no avro'));
    tellCustomer();
    const { sink, database } = await start();
    await until(() => sink.isReady());
    expect(rows(database, 'SELECT customer_id FROM customers')).toEqual([{ customer_id: 'c-1' }]);
    const [dead] = kafka.log({ topic: 'dead-letter', partition: 0 }).read(0).records;
    expect(dead?.value?.toString()).toBe('no avro');
    expect(dead?.headers['weir-error-code']?.toString()).toBe('WEIR_RECORD_UNDECODABLE');
    expect(dead?.headers['weir-offset']?.toString()).toBe('0');
  });

  test('halts when the log was trimmed above its position, and says what to do', async () => {
    tellTransition();
    const first = await start();
    await until(() => first.sink.isReady());
    await stop(first);
    tellTransition({ seq: 2 });
    tellTransition({ seq: 3 });
    kafka.log({ topic: 'segment-events', partition: 0 }).trim(2);
    await start();
    await until(() => failures.length > 0);
    expect(failures[0]).toMatchObject({
      code: 'WEIR_INPUT_TRIMMED',
      message: expect.stringContaining('Remove the database file'),
    });
  });

  test('halts on a database of another log', async () => {
    tellTransition();
    tellTransition({ seq: 2 });
    const first = await start();
    await until(() => first.sink.isReady());
    await stop(first);
    kafka = new MemoryKafka();
    for (const topic of ['customers', 'segment-events']) kafka.createTopic(topic, partitions);
    kafka.createTopic('definitions', 1);
    await start();
    await until(() => failures.length > 0);
    expect(failures[0]?.message).toContain('another cluster');
  });

  test('shares the partitions with another process, and keeps no rows of those it has lost', async () => {
    tellCustomer({ customerId: 'in-0' }, 0);
    tellCustomer({ customerId: 'in-1' }, 1);
    const first = await start('first.sqlite');
    await until(() => first.sink.isReady());
    expect(rows(first.database, 'SELECT customer_id FROM customers ORDER BY 1')).toHaveLength(2);
    const second = await start('second.sqlite');
    const all = () => [first, second].map(({ database }) => rows(database, 'SELECT customer_id FROM customers').length);
    await until(() => all().join() === '1,1');
    await until(() => second.sink.isReady());
    await stop(second);
    await until(() => rows(first.database, 'SELECT customer_id FROM customers').length === 2);
  });
});

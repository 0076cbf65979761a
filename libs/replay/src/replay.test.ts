import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { activityJson, customerJson, messageJson, orderJson } from './event-builders.ts';
import { replay } from './replay.ts';
import { parseReplayOptions } from './replay-options.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'weir-replay-test-'));
  await mkdir(join(directory, 'definitions'));
});
afterEach(() => rm(directory, { recursive: true }));

const at = (name: string) => join(directory, name);
const ndjson = (values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');

async function run(args: readonly string[]): Promise<string[]> {
  const options = parseReplayOptions(['--definitions', at('definitions'), ...args]);
  if (options === 'help') throw new Error('no help was asked for');
  const said: string[] = [];
  let elapsed = 0;
  await replay(options, {
    progress: { watch: () => undefined, say: (line) => said.push(line), stop: () => undefined },
    now: () => 0,
    stopwatch: () => (elapsed += 500),
    openCluster: () => Promise.reject(new Error('this replay needs no cluster')),
    topicPrefix: 'unused-',
    signal: new AbortController().signal,
  });
  return said;
}

const teaRepeat = `
id: tea-repeat
name: Tea, three months on
timeZone: Europe/Moscow
when:
  all:
    - orders: { where: { item: { category: Tea } }, last: { moreThanAgo: P3M } }
    - consent: { email: subscribed }
---
id: buyers
name: Whoever bought
when: { orders: { exists: true } }
`;
const subscribed = { consents: { email: { status: 'SUBSCRIBED', changedAt: '2016-01-01T00:00:00Z' } } };
const inProcess = (...more: string[]) => [
  '--until',
  '2017-06-01T00:00:00Z',
  '--out',
  at('out'),
  '--engine-only',
  ...more,
];

describe('a replay in process', () => {
  beforeEach(() => writeFile(at('definitions/tea.yaml'), teaRepeat));

  test('writes transitions, members and a summary', async () => {
    await writeFile(
      at('customers.ndjson'),
      ndjson([customerJson({ customerId: 'b', profile: subscribed }), customerJson({ customerId: 'a' })]),
    );
    const orders = [
      orderJson({ customerId: 'b', orderId: 'o1', occurredAt: '2017-02-01T08:53:26Z' }),
      orderJson({ customerId: 'a', orderId: 'o2', occurredAt: '2017-02-02T00:00:00+03:00' }),
      orderJson({ customerId: 'a', orderId: 'o3', occurredAt: '2017-06-01T00:00:00.001Z' }),
    ];
    await writeFile(at('orders.gz'), gzipSync(ndjson(orders)));
    const said = await run(inProcess('--customer-events', at('customers.ndjson'), '--order-events', at('orders.gz')));
    const events = (await readFile(at('out/segment-events.ndjson'), 'utf8')).trimEnd().split('\n');
    expect(events.map((line) => line.slice(0, line.indexOf(',"eventId"')))).toEqual([
      '{"type":"SegmentEntered","customerId":"a","segmentId":"buyers","seq":1,"effectiveAt":"2017-02-01T21:00:00.000Z","decidedAt":"2017-02-01T21:00:00.000Z","cause":"EVENT","causeRef":"o2-1"',
      '{"type":"SegmentEntered","customerId":"b","segmentId":"buyers","seq":1,"effectiveAt":"2017-02-01T08:53:26.000Z","decidedAt":"2017-02-01T08:53:26.000Z","cause":"EVENT","causeRef":"o1-1"',
      '{"type":"SegmentEntered","customerId":"b","segmentId":"tea-repeat","seq":1,"effectiveAt":"2017-05-01T08:53:26.000Z","decidedAt":"2017-05-01T08:53:26.000Z","cause":"TIME","causeRef":null',
    ]);
    expect(await readFile(at('out/memberships.csv'), 'utf8')).toBe(
      'customerId,segmentId,since\na,buyers,2017-02-01T21:00:00.000Z\nb,buyers,2017-02-01T08:53:26.000Z\nb,tea-repeat,2017-05-01T08:53:26.000Z\n',
    );
    expect(JSON.parse(await readFile(at('out/summary.json'), 'utf8'))).toMatchObject({
      ...{
        mode: 'engine-only',
        until: '2017-06-01T00:00:00.000Z',
        timeZone: 'UTC',
        currency: 'EUR',
        segments: 2,
        customers: 2,
      },
      ...{
        events: 4,
        eventsAfterUntil: 1,
        rejectedLines: 0,
        transitions: 3,
        members: 3,
        seconds: 0.5,
        eventsPerSecond: 8,
      },
    });
    expect(said[0]).toBe('1 events lie after 2017-06-01T00:00:00.000Z and are not applied');
  });

  test('takes activities and messages, plain or gzip, as it takes orders', async () => {
    const segments =
      'id: viewed\nname: V\nwhen: { activity: { name: product_viewed } }\n---\n' +
      'id: opened\nname: O\nwhen: { messages: { outcome: opened, exists: true } }\n';
    await writeFile(at('definitions/more.yaml'), segments);
    await writeFile(at('activities'), ndjson([activityJson({ customerId: 'only-looks' })]));
    await writeFile(at('messages.gz'), gzipSync(ndjson([messageJson({}), messageJson({ kind: 'OPENED' })])));
    const args = inProcess('--activity-events', at('activities'), '--message-events', at('messages.gz'));
    await run(args);
    expect(await readFile(at('out/memberships.csv'), 'utf8')).toBe(
      'customerId,segmentId,since\nc1,opened,2017-01-01T12:00:00.000Z\nonly-looks,viewed,2017-01-01T11:00:00.000Z\n',
    );
    expect(JSON.parse(await readFile(at('out/summary.json'), 'utf8'))).toMatchObject({
      events: 3,
      eventsByTopic: { 'customer-events': 0, 'order-events': 0, 'activity-events': 1, 'message-events': 2 },
      customers: 2,
    });
    await writeFile(at('activities'), ndjson([{ ...activityJson({}), name: 1 }]));
    await expect(run(args)).rejects.toMatchObject({ message: expect.stringContaining('activities:1: name: ') });
  });

  test('stops before anything ran when a line is bad, and says where', async () => {
    await writeFile(at('orders'), ndjson([orderJson({}), { ...orderJson({}), version: '1', colour: 1 }]));
    await expect(run(inProcess('--order-events', at('orders')))).rejects.toMatchObject({
      code: 'WEIR_REPLAY_INPUT',
      message: expect.stringMatching(
        /orders:2: version: .*\n.*orders:2: colour: .*\n1 line is not an event.*Nothing was run\.$/,
      ),
    });
    await expect(readFile(at('out/summary.json'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('prints a hundred problems and the number of the others', async () => {
    await writeFile(at('orders'), '{}\n'.repeat(60));
    const error = await run(inProcess('--order-events', at('orders'))).catch((reason: Error) => reason);
    const lines = (error as Error).message.split('\n');
    expect(lines).toHaveLength(102);
    expect(lines[100]).toMatch(/^and \d+ more problems$/);
    expect(lines[101]).toMatch(/^60 lines are not an event/);
  });

  test('goes on without bad lines when told to, and keeps them', async () => {
    await writeFile(at('orders'), `${ndjson([orderJson({})])}{oops\n`);
    const said = await run(inProcess('--order-events', at('orders'), '--skip-bad'));
    expect(said[0]).toBe(`1 bad lines are left out: see ${at('out')}/rejected.ndjson`);
    const [rejected, ...others] = (await readFile(at('out/rejected.ndjson'), 'utf8')).trimEnd().split('\n');
    expect(others).toEqual([]);
    expect(JSON.parse(rejected ?? '')).toMatchObject({
      file: at('orders'),
      line: 2,
      text: '{oops',
      problems: [{ field: '' }],
    });
    const noText = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]);
    await writeFile(at('orders'), Buffer.concat([Buffer.from(ndjson([orderJson({})])), noText]));
    await run(inProcess('--order-events', at('orders'), '--skip-bad'));
    const kept = JSON.parse(await readFile(at('out/rejected.ndjson'), 'utf8')) as { base64: string };
    expect(Buffer.from(kept.base64, 'base64')).toEqual(noText);
    await writeFile(at('orders'), ndjson([orderJson({})]));
    await run(inProcess('--order-events', at('orders'), '--skip-bad'));
    await expect(readFile(at('out/rejected.ndjson'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('takes the most frequent currency for the account and says so', async () => {
    const orders = ['USD', 'EUR', 'USD'].map((currency, index) => orderJson({ orderId: `o${index}`, currency }));
    await writeFile(at('orders'), ndjson(orders));
    const said = await run(inProcess('--order-events', at('orders')));
    expect(said[0]).toBe(
      "orders are in USD, EUR: the account's currency is taken to be USD (--currency says otherwise)",
    );
    const quiet = await run(inProcess('--order-events', at('orders'), '--currency', 'EUR'));
    expect(quiet).toHaveLength(1);
  });

  test('says which statuses are in no group', async () => {
    const statuses = ['versandt', 'versandt', 'PAID', 'weg'];
    const orders = statuses.map((status, index) => orderJson({ orderId: `o${index}`, status }));
    await writeFile(at('orders'), ndjson(orders));
    const said = await run(inProcess('--order-events', at('orders')));
    expect(said.slice(0, -1)).toEqual([
      'the order status "versandt" (2 events) is in no status group and counts as new (--status-groups says otherwise)',
      'the order status "weg" (1 events) is in no status group and counts as new (--status-groups says otherwise)',
    ]);
    const summary = JSON.parse(await readFile(at('out/summary.json'), 'utf8')) as object;
    expect(summary).toMatchObject({ unlistedStatuses: { versandt: 2, weg: 1 } });
    await writeFile(at('groups.yaml'), 'versandt: paid\nWEG: returned\n');
    expect(await run(inProcess('--order-events', at('orders'), '--status-groups', at('groups.yaml')))).toHaveLength(1);
  });

  test('reads status codes of the shop', async () => {
    await writeFile(
      at('definitions/tea.yaml'),
      'id: done\nname: Done\nwhen: {orders: {where: {statusGroup: completed}, exists: true}}',
    );
    await writeFile(at('orders'), ndjson([orderJson({ status: 'ausgeliefert' })]));
    await writeFile(at('groups.yaml'), 'ausgeliefert: completed\n');
    await run(inProcess('--order-events', at('orders'), '--status-groups', at('groups.yaml')));
    expect(await readFile(at('out/memberships.csv'), 'utf8')).toContain('c1,done,');
    await run(inProcess('--order-events', at('orders'), '--status-groups', '{"ausgeliefert": "returned"}'));
    expect(await readFile(at('out/memberships.csv'), 'utf8')).not.toContain('c1,done,');
    await writeFile(at('groups.yaml'), 'ausgeliefert: finished\n');
    await expect(
      run(inProcess('--order-events', at('orders'), '--status-groups', at('groups.yaml'))),
    ).rejects.toMatchObject({
      code: 'WEIR_REPLAY_OPTION',
      message: expect.stringContaining(
        'ausgeliefert: "finished" is not one of new, paid, completed, cancelled, returned',
      ),
    });
  });
});

describe('--validate-only', () => {
  test('says that all is well', async () => {
    await writeFile(at('definitions/tea.yaml'), teaRepeat);
    expect(await run(['--validate-only'])).toEqual(['2 definitions are good.']);
  });

  test('prints every problem with file, line, path and reason', async () => {
    await writeFile(
      at('definitions/a.yaml'),
      'id: a\nname: A\nwhen:\n  all:\n    - orders: {last: {moreThanAgo: P3Q}}\n    - colour: red\n',
    );
    await writeFile(at('definitions/b.yaml'), 'id: b\n<<');
    const error = await run(['--validate-only']).catch((reason: Error) => reason);
    const lines = (error as Error).message.split('\n');
    expect(lines[0]).toMatch(/^a\.yaml:5: when\.all\[0\]\.orders\.last\S*: .*P3Q/);
    expect(lines.some((line) => /^a\.yaml:6: when\.all\[1\]/.test(line))).toBe(true);
    expect(lines.at(-1)).toMatch(/^b\.yaml:2: is not YAML/);
  });

  test('finds what is wrong between definitions also when one cannot be read', async () => {
    await writeFile(at('definitions/a.yaml'), 'id: a\nname: A\nwhen: {orders: {cuont: 1}}\n');
    await writeFile(at('definitions/b.yaml'), 'id: b\nname: B\nwhen: {any: [{segment: a}, {segment: c}]}\n');
    const error = await run(['--validate-only']).catch((reason: Error) => reason);
    expect((error as Error).message.split('\n')).toEqual([
      expect.stringMatching(/^a\.yaml:3: when\.orders\.cuont: /),
      expect.stringMatching(/^b\.yaml:3: when\.any\[1\]\.segment: there is no segment c/),
    ]);
  });

  test('finds what is wrong only between definitions', async () => {
    await writeFile(at('definitions/a.yaml'), 'id: a\nname: A\nwhen: {segment: b}\n');
    await writeFile(at('definitions/b.yaml'), 'id: b\nname: B\nwhen:\n  segment: a\n');
    await expect(run(['--validate-only'])).rejects.toMatchObject({
      code: 'WEIR_REPLAY_DEFINITIONS',
      message: 'b.yaml:4: when.segment: segments refer to each other in a circle: a -> b -> a',
    });
  });
});

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { answer } from './answer.ts';
import { parseOptions } from './options.ts';
import { subcommands } from './subcommands.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'weir-segments-'));
  writeFileSync(
    join(directory, 'recent.yaml'),
    'id: recent\nname: Recent\nwhen: {orders: {count: {gte: 2}, window: {inLast: P30D}}}\n',
  );
  writeFileSync(join(directory, 'gone.yaml'), 'id: gone\nname: Gone\nwhen: {orders: {last: {moreThanAgo: P40D}}}\n');
  writeFileSync(join(directory, 'orders.ndjson'), orders.map((event) => `${JSON.stringify(event)}\n`).join(''));
  writeFileSync(join(directory, 'bad.ndjson'), '{"eventId":"e"}\n');
});
afterAll(() => rmSync(directory, { recursive: true }));

const ordered = (orderId: string, customerId: string, createdAt: string): object => ({
  ...{ eventId: `e-${orderId}`, customerId, occurredAt: createdAt, version: 1 },
  order: { orderId, status: 'paid', createdAt, currency: 'EUR', total: 5000, discount: 0, items: [] },
});
const orders = [
  ordered('o1', 'anna', '2026-03-01T09:00:00Z'),
  ordered('o2', 'boris', '2026-03-05T09:00:00Z'),
  ordered('o3', 'anna', '2026-03-10T09:00:00Z'),
];

function run(subcommand: string, ...args: readonly string[]) {
  const main = join(import.meta.dirname, 'main.ts');
  const all = ['--conditions=development', main, subcommand, '--definitions', directory, ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { env: {}, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const events = (name = 'orders'): readonly string[] => ['--order-events', join(directory, `${name}.ndjson`)];

test('explain tells of a customer as of the last event, or of the instant that is asked about', () => {
  expect(
    run('explain', ...events(), '--customer', 'anna', '--segment', 'recent', '--time-zone', 'Europe/Moscow'),
  ).toEqual({
    status: 0,
    stderr: '',
    stdout: `${[
      'Customer anna and the segment “Recent” (recent) on 2026-03-10 12:00 Moscow time',
      'In since 2026-03-10 12:00; leaves on 2026-03-31 12:00 Moscow time unless they place such an order before.',
      '✓ they have at least two orders placed less than 30 days ago: two orders; the first to go out is order o1 of 2026-03-01 12:00, on 2026-03-31 12:00 (since 2026-03-10 12:00, until 2026-03-31 12:00 if nothing happens)',
    ].join('\n')}\n`,
  });
  const earlier = run('explain', ...events(), '--customer', 'anna', '--at', '2026-03-02T00:00:00Z', '--json');
  expect(JSON.parse(earlier.stdout)).toMatchObject([
    { segment: { id: 'gone' }, isMember: false, until: '2026-04-10T09:00:00.000Z' },
    {
      segment: { id: 'recent' },
      isMember: false,
      since: null,
      missing: { leaf: { remedies: [{ more: { amount: 1 } }] } },
    },
  ]);
});

test('forecast tells of all customers by day, or of one', () => {
  const days = (...args: readonly string[]) => run('forecast', ...events(), '--days', '45', ...args);
  expect(days().stdout.split('\n')).toEqual([
    'From 2026-03-10 09:00 through 2026-04-24 09:00, UTC, if nobody does anything:',
    '2026-04-14  gone: 1 enter',
    '2026-04-19  gone: 1 enter',
    '2026-03-31  recent: 1 leave',
    '',
  ]);
  expect(days('--customer', 'anna').stdout.split('\n').slice(1)).toEqual([
    '2026-03-31 09:00  leaves recent',
    '2026-04-19 09:00  enters gone',
    '',
  ]);
  expect(JSON.parse(days('--segment', 'gone', '--customer', 'boris', '--json').stdout)).toEqual({
    from: '2026-03-10T09:00:00.000Z',
    through: '2026-04-24T09:00:00.000Z',
    days: [{ segmentId: 'gone', day: '2026-04-14', entries: 1, exits: 0 }],
    transitions: [
      {
        type: 'SegmentEntered',
        customerId: 'boris',
        segmentId: 'gone',
        effectiveAt: '2026-04-14T09:00:00.000Z',
        day: '2026-04-14',
      },
    ],
  });
});

test('activities and messages are facts too, alone or beside orders', async () => {
  const own = join(directory, 'conduct');
  mkdirSync(own);
  writeFileSync(join(own, 'a.yaml'), conduct);
  const at = (name: string, told: readonly object[]): string => {
    writeFileSync(join(directory, name), told.map((event) => `${JSON.stringify(event)}\n`).join(''));
    return join(directory, name);
  };
  const looked = { eventId: 'a1', customerId: 'vera', occurredAt: '2026-03-02T09:00:00Z', name: 'cart_updated' };
  const message = { customerId: 'vera', messageId: 'm1', channel: 'EMAIL', templateId: 't' };
  const sent = { ...message, eventId: 'm1-s', occurredAt: '2026-03-01T09:00:00Z', kind: 'SENT' };
  const opened = { ...message, eventId: 'm1-o', occurredAt: '2026-03-02T10:00:00Z', kind: 'OPENED' };
  const files = ['--activity-events', at('activities', [looked]), '--message-events', at('messages', [sent, opened])];
  const explained = JSON.parse(
    await outputOf('explain', ...files, '--customer', 'vera', '--json', '--definitions', own),
  );
  expect(explained).toMatchObject([
    { segment: { id: 'hesitates' }, isMember: false },
    { segment: { id: 'reader' }, isMember: true, since: '2026-03-02T10:00:00.000Z' },
  ]);
  const foreseen = await outputOf('forecast', ...files, '--customer', 'vera', '--days', '9', '--definitions', own);
  expect(foreseen.split('\n').slice(1)).toEqual([
    '2026-03-04 09:00  enters hesitates',
    '2026-03-09 10:00  leaves reader',
  ]);
});

const conduct = `
id: hesitates
name: Filled a cart and did not order
when: { sequence: { first: { activity: { name: cart_updated } }, thenNot: { orders: {} }, within: P2D } }
---
id: reader
name: Opened a letter lately
when: { messages: { outcome: opened, window: { inLast: P7D }, exists: true } }
`;

async function outputOf(subcommand: string, ...args: readonly string[]): Promise<string> {
  const definitions = args.includes('--definitions') ? [] : ['--definitions', directory];
  const options = parseOptions([subcommand, ...definitions, ...args], subcommands);
  if (options === 'help') throw new Error('no help was asked for');
  return (await answer(options)).output;
}

const option = 'WEIR_SEGMENTS_OPTION';
const input = 'WEIR_SEGMENTS_EVENTS';

test.each([
  [option, 'explain needs --customer ID', ['explain']],
  [option, 'forecast needs --days N', ['forecast', 'orders']],
  [option, 'no event is of the customer ana; did you mean anna?', ['explain', 'orders', '--customer', 'ana']],
  [
    option,
    'no event of the customer anna lies',
    ['explain', 'orders', '--customer', 'anna', '--at', '2026-01-01T00:00:00Z'],
  ],
  [option, 'there is no segment gon', ['explain', 'orders', '--customer', 'anna', '--segment', 'gon']],
  [
    option,
    'at least one of --customer-events, --order-events, --activity-events, --message-events',
    ['forecast', null, '--days', '3'],
  ],
  [option, '--days 0 is not', ['forecast', 'orders', '--days', '0']],
  [option, '--at yesterday', ['forecast', 'orders', '--days', '3', '--at', 'yesterday']],
  [option, '--status-groups', ['forecast', 'orders', '--days', '3', '--status-groups', '/absent']],
  [input, 'bad.ndjson:1: customerId', ['forecast', 'bad', '--days', '3']],
  [input, 'absent.ndjson: cannot be read', ['forecast', 'absent', '--days', '3']],
] as const)('%s: %s', async (code, message, [subcommand, file, ...args]) => {
  const given = typeof file === 'string' ? events(file) : [];
  await expect(outputOf(subcommand, ...given, ...args)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message),
  });
});

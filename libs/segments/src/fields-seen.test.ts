import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { answer } from './answer.ts';
import { readFieldsSeen } from './fields-seen.ts';
import { parseOptions } from './options.ts';
import { subcommands } from './subcommands.ts';

let directory: string;
const at = (name: string): string => join(directory, name);
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'weir-fields-'));
  writeFileSync(at('customers.ndjson'), ndjson(anna, boris));
  writeFileSync(at('orders.ndjson.gz'), gzipSync(ndjson(order)));
  writeFileSync(at('activities.ndjson'), ndjson(viewed));
  writeFileSync(at('empty.ndjson'), '\n \n');
  writeFileSync(at('bad.ndjson'), `${ndjson(anna)}\n{"order":{}}\nno JSON\n`);
});
afterAll(() => rmSync(directory, { recursive: true }));

const ndjson = (...events: readonly object[]): string => events.map((event) => `${JSON.stringify(event)}\n`).join('');
const told = { customerId: 'anna', occurredAt: '2026-03-01T09:00:00Z', version: 1 };
const anna = {
  ...{ ...told, eventId: 'c1', kind: 'UPSERTED' },
  profile: { createdAt: '2026-01-01T00:00:00Z', city: 'Riga', region: '', tags: [''], custom: { size: 'M' } },
};
const boris = {
  ...{ ...told, eventId: 'c2', customerId: 'boris', kind: 'UPSERTED' },
  profile: { createdAt: '2026-01-01T00:00:00Z', tags: ['tea'], source: { campaign: 'spring' } },
};
const viewed = { eventId: 'a1', customerId: 'anna', occurredAt: '2026-03-01T09:00:00Z', name: 'product_viewed' };
const order = {
  ...{ ...told, eventId: 'o1' },
  order: {
    ...{ orderId: 'o1', status: 'paid', createdAt: '2026-03-01T09:00:00Z', currency: 'EUR', total: 5000, discount: 0 },
    ...{ promoCode: 'x', custom: { gift: true } },
    items: [{ productId: 'p', quantity: 1, amount: 5000, categories: ['Tea'] }],
  },
};

test('fields have been seen that a customer or an order has a value in', async () => {
  const seen = await readFieldsSeen([at('customers.ndjson'), at('orders.ndjson.gz')]);
  for (const field of ['customer.city', 'customer.tags', 'customer.source.campaign', 'customer.custom.size'])
    expect(seen).toContain(field);
  for (const field of ['order.promoCode', 'order.custom.gift', 'item.categories', 'item.productId'])
    expect(seen).toContain(field);
  for (const field of ['customer.region', 'customer.email', 'order.paidAt', 'item.brand', 'order.items'])
    expect(seen).not.toContain(field);
  expect([...(await readFieldsSeen([at('activities.ndjson')]))]).toEqual(['activity.product_viewed']);
  expect(await readFieldsSeen([at('orders.ndjson.gz')])).not.toContain('customer.city');
});

test.each([
  [['absent.ndjson'], 'absent.ndjson: cannot be read: ENOENT'],
  [['empty.ndjson'], 'empty.ndjson: there is no profile, no order and no activity in it'],
  [['customers.ndjson', 'bad.ndjson'], 'bad.ndjson:3: customerId'],
  [['bad.ndjson'], 'bad.ndjson:4: is not JSON'],
])('%j: %s', async (names, message) => {
  await expect(readFieldsSeen(names.map(at))).rejects.toMatchObject({
    code: 'WEIR_SEGMENTS_EVENTS',
    message: expect.stringContaining(message),
  });
});

test('lint warns of the others, and of none whose kind of event is in no file', async () => {
  const when = '{ all: [ { customer: { city: Riga, region: x } }, { orders: { where: { promoCode: y, site: z } } } ] }';
  writeFileSync(at('s.yaml'), `id: s\nname: S\nwhen: ${when}\n`);
  const unseen = async (...files: readonly string[]): Promise<readonly string[]> => {
    const from = files.flatMap((name) => ['--fields-from', at(name)]);
    const options = parseOptions(['lint', '--definitions', directory, '--json', ...from], subcommands);
    if (options === 'help') throw new Error('no help was asked for');
    const warnings = JSON.parse((await answer(options)).output) as readonly { message: string }[];
    return warnings.map(({ message }) => message.replace('no event so far had a value in ', ''));
  };
  expect(await unseen()).toEqual([]);
  expect(await unseen('customers.ndjson')).toEqual(['customer.region']);
  expect(await unseen('orders.ndjson.gz')).toEqual(['order.site']);
  expect(await unseen('customers.ndjson', 'orders.ndjson.gz')).toEqual(['customer.region', 'order.site']);
});

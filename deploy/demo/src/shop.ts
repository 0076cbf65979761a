import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { once } from 'node:events';
import { type HouseholdProfile, inventProfile } from './household.ts';

/** One line of the data: a basket as bought (data/README.md). Amounts in US cents. */
export interface Basket {
  readonly orderId: string;
  readonly customerId: string;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly site: string;
  readonly total: number;
  readonly discount: number;
  readonly couponUsed: boolean;
  readonly items: readonly {
    readonly productId: string;
    readonly name: string;
    readonly path: readonly string[];
    readonly brand: string;
    readonly quantity: number;
    readonly amount: number;
  }[];
}

/** The two files a shop would hand over, in the JSON form of the events, each ordered by `occurredAt`. */
export interface EventFiles {
  readonly customers: string;
  readonly orders: string;
  readonly customerEvents: number;
  readonly orderEvents: number;
}

/**
 * Plays the shop: turns the baskets in `data` (gzipped NDJSON, ordered by time) into event files in `directory`, which is created.
 * A household becomes a customer with its first basket.
 */
export async function writeEventFiles(data: string, directory: string): Promise<EventFiles> {
  await mkdir(directory, { recursive: true });
  const files = {
    customers: join(directory, 'customer-events.ndjson'),
    orders: join(directory, 'order-events.ndjson'),
  };
  const customers = createWriteStream(files.customers);
  const orders = createWriteStream(files.orders);
  const known = new Set<string>();
  let orderEvents = 0;
  for await (const basket of readBaskets(data)) {
    if (!known.has(basket.customerId)) {
      known.add(basket.customerId);
      await writeLine(customers, customerEvent(basket));
    }
    await writeLine(orders, orderEvent(basket));
    orderEvents++;
  }
  customers.end();
  orders.end();
  await Promise.all([finished(customers), finished(orders)]);
  return { ...files, customerEvents: known.size, orderEvents };
}

/** Throws on a line that is not JSON; what is in it is checked where the events are read. */
async function* readBaskets(data: string): AsyncGenerator<Basket> {
  for await (const line of createInterface({ input: createReadStream(data).pipe(createGunzip()) }))
    yield JSON.parse(line) as Basket;
}

export interface CustomerUpserted {
  readonly eventId: string;
  readonly customerId: string;
  readonly occurredAt: string;
  readonly version: number;
  readonly kind: 'UPSERTED';
  readonly profile: HouseholdProfile;
}

/** The household's one customer event, in JSON form: told by its first basket. */
export function customerEvent({ customerId, site, createdAt }: Basket): CustomerUpserted {
  return {
    eventId: `profile-${customerId}`,
    customerId,
    occurredAt: createdAt,
    version: 1,
    kind: 'UPSERTED',
    profile: inventProfile(customerId, site, createdAt),
  };
}

/** The basket as an order event in JSON form: paid and completed at the till. */
export function orderEvent({ orderId, customerId, createdAt, couponUsed, items, ...basket }: Basket) {
  return {
    eventId: `order-${orderId}`,
    customerId,
    occurredAt: createdAt,
    version: 1,
    order: {
      orderId,
      number: orderId,
      status: 'completed',
      createdAt,
      paidAt: createdAt,
      completedAt: createdAt,
      currency: 'USD',
      total: basket.total,
      discount: basket.discount,
      site: basket.site,
      items: items.map(({ path, ...item }) => ({ ...item, categories: path })),
      custom: { couponUsed },
    },
  };
}

async function writeLine(file: WriteStream, event: unknown): Promise<void> {
  if (!file.write(`${JSON.stringify(event)}\n`)) await once(file, 'drain');
}

import type { CustomerEvent, OrderEvent, Profile } from '@weir/engine';

/** Mulberry32: small, seeded, good enough to spread a load. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const dayMs = 86_400_000;

export interface Shop {
  profile(index: number, at: number): CustomerEvent;
  /** The order numbered `index` of a backlog that spreads over the year before `end`. */
  pastOrder(index: number, of: number, end: number): OrderEvent;
  /** The first order of a customer nobody has seen yet. */
  freshOrder(index: number, at: number): OrderEvent;
}

/** A shop with as many customers, 2,000 products in 200 categories under 20 roots, and one to five items an order. */
export function createShop(customers: number, seed: number): Shop {
  const random = createRandom(seed);
  const below = (bound: number): number => Math.floor(random() * bound);
  const item = () => {
    const product = below(2_000);
    const leaf = product % 200;
    return {
      productId: `p-${product}`,
      sku: null,
      name: null,
      categories: [`root-${leaf % 20}`, `leaf-${leaf}`],
      brand: `brand-${product % 37}`,
      quantity: 1 + below(3),
      amount: 100 + below(10_000),
    };
  };
  const order = (eventId: string, customerId: string, createdAt: number): OrderEvent => {
    const items = Array.from({ length: 1 + below(5) }, item);
    return {
      eventId,
      customerId,
      occurredAt: createdAt,
      version: 1,
      order: {
        orderId: eventId,
        number: null,
        status: 'completed',
        createdAt,
        paidAt: createdAt,
        completedAt: createdAt,
        cancelledAt: null,
        currency: 'RUB',
        total: items.reduce((sum, { amount }) => sum + amount, 0),
        discount: 0,
        site: 'shop',
        paymentType: 'card',
        deliveryType: 'courier',
        managerId: null,
        promoCode: null,
        source: null,
        items,
        custom: {},
      },
    };
  };
  return {
    profile: (index, at) => ({
      eventId: `profile-${index}`,
      customerId: `c-${index}`,
      occurredAt: at,
      version: 1,
      kind: 'UPSERTED',
      profile: profile(index, at - below(700) * dayMs, below),
      mergedInto: null,
    }),
    pastOrder: (index, of, end) =>
      order(
        `o-${index}`,
        `c-${below(customers)}`,
        Math.floor(end - 365 * dayMs + ((index + random()) / of) * 365 * dayMs),
      ),
    freshOrder: (index, at) => order(`fresh-o-${index}`, `fresh-c-${index}`, at),
  };
}

function profile(index: number, createdAt: number, below: (bound: number) => number): Profile {
  const status = below(10) < 7 ? 'SUBSCRIBED' : 'NEVER';
  return {
    createdAt,
    firstName: `First ${index}`,
    lastName: `Last ${index}`,
    email: `c-${index}@example.com`,
    phone: null,
    sex: null,
    birthday: below(15_000),
    city: `city-${below(50)}`,
    region: null,
    country: 'RU',
    locale: 'ru',
    timeZone: 'Europe/Moscow',
    site: 'shop',
    managerId: null,
    source: null,
    tags: [`tag-${below(20)}`],
    vip: below(100) === 0,
    bad: false,
    consents: { email: { status, changedAt: createdAt } },
    loyalty: null,
    custom: {},
  };
}

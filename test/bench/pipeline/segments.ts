/** Entered by the last record of each partition: tells that everything before it has been processed. */
export const sentinelSegment = 'bench-sentinel';
/** Entered by everybody's first order: what latency is measured on. */
export const firstOrderSegment = 'first-order';

const orders = (condition: object): object => ({ all: [{ orders: condition }] });

/** Ten segments of the kinds that shops use: recency, frequency, money, categories, profile and consent together. */
export const benchSegments: readonly { readonly id: string; readonly name: string; readonly when: object }[] = [
  { id: firstOrderSegment, name: 'First order within a day', when: orders({ first: { inLast: 'P1D' } }) },
  { id: 'lapsed', name: 'Nothing for three months', when: orders({ last: { moreThanAgo: 'P3M' } }) },
  { id: 'regular', name: 'Three orders in 90 days', when: orders({ window: { inLast: 'P90D' }, count: { gte: 3 } }) },
  { id: 'frequent', name: 'Ten orders in a year', when: orders({ window: { inLast: 'P1Y' }, count: { gte: 10 } }) },
  {
    id: 'big-spender',
    name: 'A thousand in 90 days',
    when: orders({ window: { inLast: 'P90D' }, sum: { gte: 100_000 } }),
  },
  {
    id: 'root-3-fan',
    name: 'Bought of root 3 lately',
    when: orders({ where: { item: { category: 'root-3' } }, window: { inLast: 'P60D' }, exists: true }),
  },
  {
    id: 'leaf-42-due',
    name: 'Leaf 42, a month on',
    when: orders({ where: { item: { category: 'leaf-42' } }, last: { moreThanAgo: 'P1M' } }),
  },
  {
    id: 'city-subscribers',
    name: 'Subscribed buyers of ten cities',
    when: {
      all: [
        { customer: { city: { in: Array.from({ length: 10 }, (_, city) => `city-${city}`) } } },
        { consent: { email: 'subscribed' } },
        { orders: { window: { inLast: 'P180D' }, exists: true } },
      ],
    },
  },
  { id: 'no-orders', name: 'Silent for half a year', when: orders({ exists: false, window: { inLast: 'P180D' } }) },
  {
    id: sentinelSegment,
    name: 'The end of the backlog',
    when: orders({ where: { status: 'bench-sentinel' }, exists: true }),
  },
];

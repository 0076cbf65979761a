/** A condition as a document says it, and the same as the body of a JavaScript function of (customer, now, ms), which gives a boolean. */
interface Sample {
  readonly when: object;
  readonly generated: string;
}

export interface MixedSegment extends Sample {
  readonly id: string;
  readonly name: string;
}

const dayMs = 86_400_000;

/**
 * As many segments as wanted, of the kinds that shops use and in about their shares, each with thresholds of its own: four in ten reckon
 * with recency, frequency and money, three ask for a category, two combine profile and orders, one only the profile.
 */
export function segmentMix(count: number): MixedSegment[] {
  return Array.from({ length: count }, (_, n) => {
    const make = kinds[n % kinds.length] as (nth: number) => Sample;
    return { id: `mix-${n}`, name: `Mix ${n}`, ...make(Math.floor(n / kinds.length)) };
  });
}

const counted = (test: string, from = '-Infinity'): string =>
  `customer.orders.filter((order) => order.status !== 'cancelled' && order.createdAt > ${from} && order.createdAt <= now && (${test}))`;
const since = (days: number): string => `now - ${days * dayMs}`;
const inCategory = (category: string): string =>
  `order.items.some((item) => item.categories.includes(${JSON.stringify(category)}))`;

const kinds: readonly ((nth: number) => Sample)[] = [
  (nth) => ({
    when: { orders: { window: { inLast: `P${30 + (nth % 300)}D` }, count: { gte: 1 + (nth % 12) } } },
    generated: `return ${counted('true', since(30 + (nth % 300)))}.length >= ${1 + (nth % 12)}`,
  }),
  (nth) => ({
    when: { orders: { window: { inLast: `P${(1 + (nth % 4)) * 90}D` }, sum: { gte: 10_000 + nth * 100 } } },
    generated: `let sum = 0; for (const order of ${counted('true', since((1 + (nth % 4)) * 90))}) sum += order.total; return sum >= ${10_000 + nth * 100}`,
  }),
  (nth) => ({
    when: { orders: { last: { moreThanAgo: `P${14 + nth}D` } } },
    generated: `const found = ${counted('true')}; return found.length > 0 && Math.max(...found.map((order) => order.createdAt)) <= ${since(14 + nth)}`,
  }),
  (nth) => ({
    when: { orders: { sum: { gte: 50_000 + nth * 1_000 } } },
    generated: `let sum = 0; for (const order of ${counted('true')}) sum += order.total; return sum >= ${50_000 + nth * 1_000}`,
  }),
  (nth) => ({
    when: {
      orders: { where: { item: { category: `leaf-${nth % 200}` } }, last: { moreThanAgo: `P${30 + (nth % 7) * 10}D` } },
    },
    generated: `const found = ${counted(inCategory(`leaf-${nth % 200}`))}; return found.length > 0 && Math.max(...found.map((order) => order.createdAt)) <= ${since(30 + (nth % 7) * 10)}`,
  }),
  (nth) => ({
    when: { orders: { where: { item: { category: `root-${nth % 20}` } }, window: { inLast: 'P60D' }, exists: true } },
    generated: `return ${counted(inCategory(`root-${nth % 20}`), since(60))}.length > 0`,
  }),
  (nth) => ({
    when: { orders: { where: { item: { category: `leaf-${(nth * 7) % 200}` } }, count: { gte: 1 + (nth % 5) } } },
    generated: `return ${counted(inCategory(`leaf-${(nth * 7) % 200}`))}.length >= ${1 + (nth % 5)}`,
  }),
  (nth) => ({
    when: {
      all: [
        { customer: { city: { in: [`city-${nth % 50}`, `city-${(nth + 1) % 50}`] } } },
        { orders: { window: { inLast: 'P180D' }, exists: true } },
      ],
    },
    generated: `return ['city-${nth % 50}', 'city-${(nth + 1) % 50}'].includes(customer.profile.city) && ${counted('true', since(180))}.length > 0`,
  }),
  (nth) => ({
    when: { all: [{ consent: { email: 'subscribed' } }, { orders: { count: { gte: 2 + (nth % 9) } } }] },
    generated: `return customer.profile.consents.email?.status === 'SUBSCRIBED' && ${counted('true')}.length >= ${2 + (nth % 9)}`,
  }),
  (nth) => ({
    when: { customer: { city: `city-${nth % 50}` } },
    generated: `return customer.profile.city === 'city-${nth % 50}'`,
  }),
];

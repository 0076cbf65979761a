import { describe, expect, test } from '@jest/globals';
import {
  adopt,
  advance,
  compileCatalog,
  createCustomerState,
  type CustomerState,
  decideCustomerEvent,
  decideOrderEvent,
  defaultStatusGroups,
  parseSegment,
  type Catalog,
} from './index.ts';
import { customerEvent, orderEvent } from './testing/facts.ts';

const at = (text: string): number => Date.parse(text);
const account = { timeZone: 'UTC', currency: 'RUB', statusGroups: defaultStatusGroups };

const tea = {
  id: 'chinese-tea-repeat',
  name: 'Chinese tea, three months on',
  timeZone: 'Europe/Moscow',
  kind: 'dynamic',
  when: {
    all: [
      {
        orders: {
          where: { statusGroup: { in: ['paid', 'completed'] }, item: { category: 'Chinese tea' } },
          last: { moreThanAgo: 'P3M' },
        },
      },
      { consent: { email: 'subscribed' } },
    ],
  },
};

function catalogOf(...documents: unknown[]): Catalog {
  const definitions = documents.map((document) => {
    const parsed = parseSegment(document);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    return parsed.definition;
  });
  const compiled = compileCatalog(definitions, account, 1);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.catalog;
}

function teaOrder(orderId: string, createdAt: string) {
  const items = [{ productId: 'p1', categories: ['Tea', 'chinese TEA', 'Pu-erh'], amount: 50_000 }];
  return orderEvent({ version: 1, order: { orderId, status: 'paid', createdAt: at(createdAt), total: 50_000, items } });
}

function subscriber(catalog: Catalog, now: string): CustomerState {
  const state = createCustomerState('c1');
  const consents = { email: { status: 'SUBSCRIBED', changedAt: at(now) } } as const;
  decideCustomerEvent(
    catalog,
    state,
    customerEvent({ version: 1, profile: { createdAt: at(now), consents } }),
    at(now),
  );
  return state;
}

describe('three months after Chinese tea', () => {
  test.each([
    ['2024-11-30T18:45:12.345+03:00', '2025-02-28T18:45:12.345+03:00'],
    ['2023-11-30T00:00:00.000+03:00', '2024-02-29T00:00:00.000+03:00'],
    ['2023-11-29T23:59:59.999+03:00', '2024-02-29T23:59:59.999+03:00'],
  ])('an order of %s is reminded of at %s', (ordered, due) => {
    const catalog = catalogOf(tea);
    const state = subscriber(catalog, '2023-01-01T00:00:00Z');
    expect(decideOrderEvent(catalog, state, teaOrder('o1', ordered), at(ordered))).toEqual([]);
    expect(state.dueAt).toBe(at(due));
    expect(advance(catalog, state, at(due) - 1)).toEqual([]);
    expect(advance(catalog, state, at('2026-01-01T00:00:00Z'))).toEqual([
      {
        type: 'SegmentEntered',
        customerId: 'c1',
        segmentId: 'chinese-tea-repeat',
        segmentVersion: 1,
        seq: 1,
        effectiveAt: at(due),
        cause: 'TIME',
        silent: false,
        enteredAt: null,
        evidence: [
          {
            condition: 'orders.last; where statusGroup in paid, completed, item.category eq Chinese tea',
            actual: new Date(at(ordered)).toISOString(),
            threshold: 'moreThanAgo P3M',
          },
          { condition: 'consent.email', actual: 'subscribed', threshold: 'subscribed' },
        ],
      },
    ]);
    expect(state.dueAt).toBe(Infinity);
  });

  test('a customer who reorders on 27 February never enters then, and enters three months after that', () => {
    const catalog = catalogOf(tea);
    const state = subscriber(catalog, '2023-01-01T00:00:00Z');
    decideOrderEvent(catalog, state, teaOrder('o1', '2024-11-30T18:45:00+03:00'), at('2024-11-30T18:45:00+03:00'));
    const again = at('2025-02-27T10:00:00+03:00');
    expect(decideOrderEvent(catalog, state, teaOrder('o2', '2025-02-27T10:00:00+03:00'), again)).toEqual([]);
    expect(advance(catalog, state, at('2025-05-27T10:00:00+03:00') - 1)).toEqual([]);
    const entered = advance(catalog, state, at('2025-05-27T10:00:00+03:00'));
    expect(entered.map(({ type, effectiveAt }) => [type, effectiveAt])).toEqual([
      ['SegmentEntered', at('2025-05-27T10:00:00+03:00')],
    ]);
  });

  test('an order at the very instant of the due time cancels it, and nothing is announced', () => {
    const catalog = catalogOf(tea);
    const state = subscriber(catalog, '2023-01-01T00:00:00Z');
    decideOrderEvent(catalog, state, teaOrder('o1', '2024-11-30T18:45:00+03:00'), at('2024-11-30T18:45:00+03:00'));
    const due = '2025-02-28T18:45:00+03:00';
    expect(decideOrderEvent(catalog, state, teaOrder('o2', due), at(due))).toEqual([]);
    expect(state.memberships.size).toBe(0);
  });

  test('a catalog that no longer has the segment lets its members go in silence', () => {
    const catalog = catalogOf(tea);
    const state = subscriber(catalog, '2023-01-01T00:00:00Z');
    decideOrderEvent(catalog, state, teaOrder('o1', '2024-11-30T18:45:00+03:00'), at('2024-11-30T18:45:00+03:00'));
    advance(catalog, state, at('2025-06-01T00:00:00Z'));
    const next = compileCatalog([], account, 2);
    if (!next.ok) throw new Error('an empty catalog is fine');
    const left = adopt(next.catalog, state, at('2025-06-02T00:00:00Z'));
    expect(left).toMatchObject([{ type: 'SegmentLeft', seq: 2, cause: 'DEFINITION', silent: true }]);
    expect(state.catalogRevision).toBe(2);
  });
});

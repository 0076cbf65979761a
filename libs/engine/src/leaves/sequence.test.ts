import { describe, expect, test } from '@jest/globals';
import { createCustomerState } from '../customer-state.ts';
import { advance, decideActivityEvent, decideCustomerEvent, decideOrderEvent } from '../decide.ts';
import { parseSegment } from '../definition.ts';
import { describeSegment } from '../describe/describe-segment.ts';
import { explainSegment } from '../explain/explain-segment.ts';
import { explanationInWords } from '../explain/explanation-words.ts';
import type { ExplainedLeaf } from '../explain/explanation.ts';
import { account, catalogOf, definitionOf, membersOf } from '../testing/catalogs.ts';
import { activityEvent, customerEvent, orderEvent, type OrderGiven } from '../testing/facts.ts';

const at = (text: string): number => Date.parse(text);
const minute = 60_000;
const hour = 60 * minute;
const start = at('2026-06-01T10:00:00Z');
const cart = { activity: { name: 'cart_updated' } };
const abandoned = { first: cart, thenNot: { orders: {} }, within: 'PT2H' };
const converted = { first: cart, then: { orders: {} }, within: 'PT2H' };

/** A customer to whom things happen, decided by one segment. */
class Story {
  readonly catalog;
  readonly state = createCustomerState('c1');
  #told = 0;

  constructor(sequence: object, given: object = {}) {
    this.catalog = catalogOf([{ when: { sequence }, ...given }]);
  }

  cart(occurredAt: number, now = occurredAt): this {
    const event = activityEvent({ eventId: `a${++this.#told}`, occurredAt, name: 'cart_updated' });
    decideActivityEvent(this.catalog, this.state, event, now);
    return this;
  }

  order(order: OrderGiven, now = order.createdAt ?? 0): this {
    decideOrderEvent(this.catalog, this.state, orderEvent({ version: ++this.#told, order }), now);
    return this;
  }

  zone(timeZone: string, now: number): this {
    decideCustomerEvent(this.catalog, this.state, customerEvent({ version: ++this.#told, profile: { timeZone } }), now);
    return this;
  }

  at(now: number): this {
    advance(this.catalog, this.state, now);
    return this;
  }

  get isIn(): boolean {
    return membersOf(this.state).length > 0;
  }

  get dueAt(): number {
    return this.state.dueAt;
  }
}

describe('thenNot', () => {
  test('comes true when the time is up, to the millisecond, and lasts', () => {
    const story = new Story(abandoned).cart(start);
    expect([story.isIn, story.dueAt]).toEqual([false, start + 2 * hour]);
    expect(story.at(start + 2 * hour - 1).isIn).toBe(false);
    expect(story.at(start + 2 * hour)).toMatchObject({ isIn: true, dueAt: Number.POSITIVE_INFINITY });
  });

  test.each([
    ['at the very instant', start, false],
    ['a millisecond before the time is up', start + 2 * hour - 1, false],
    ['when the time is up', start + 2 * hour, true],
    ['before the start', start - 1, true],
  ])('an order %s', (_words, createdAt, isIn) => {
    const story = createdAt < start ? new Story(abandoned).order({ createdAt }).cart(start) : new Story(abandoned);
    if (createdAt >= start) story.cart(start).order({ createdAt });
    expect(story.at(start + 3 * hour).isIn).toBe(isIn);
    if (!isIn) expect(story.dueAt).toBe(Number.POSITIVE_INFINITY);
  });

  test('a late answer does not end it, one that was made in time and is told late does', () => {
    const story = new Story(abandoned).cart(start).order({ orderId: 'late', createdAt: start + 3 * hour });
    expect(story.isIn).toBe(true);
    expect(story.order({ orderId: 'told late', createdAt: start + hour }, start + 4 * hour).isIn).toBe(false);
  });

  test('a cancelled order takes its answer back', () => {
    const order = { createdAt: start + hour };
    const story = new Story(abandoned)
      .cart(start)
      .order(order)
      .at(start + 3 * hour);
    expect(story.isIn).toBe(false);
    expect(story.order({ ...order, status: 'cancelled' }, start + 4 * hour).isIn).toBe(true);
    expect(story.order(order, start + 5 * hour).isIn).toBe(false);
  });

  test('an order that is moved in time answers where it is now', () => {
    const story = new Story(abandoned).cart(start).order({ createdAt: start + hour });
    expect(story.order({ createdAt: start + 5 * hour }, start + 5 * hour).isIn).toBe(true);
    expect(story.order({ createdAt: start + 2 * hour - 1 }, start + 6 * hour).isIn).toBe(false);
  });

  test('each start has its own time', () => {
    const story = new Story(abandoned)
      .cart(start)
      .cart(start + hour)
      .order({ createdAt: start + 2.5 * hour });
    expect(story.isIn).toBe(true);
    const answered = new Story(abandoned)
      .cart(start)
      .cart(start + hour)
      .order({ createdAt: start + 1.5 * hour });
    expect(answered.at(start + 9 * hour).isIn).toBe(false);
  });

  test('the window says how long it lasts, from the start, and starts take over from each other', () => {
    const story = new Story({ ...abandoned, window: { inLast: 'PT5H' } }).cart(start).cart(start + 3 * hour);
    expect(story.at(start + 2 * hour)).toMatchObject({ isIn: true, dueAt: start + 8 * hour });
    expect(story.at(start + 8 * hour)).toMatchObject({ isIn: false, dueAt: Number.POSITIVE_INFINITY });
    const apart = new Story({ ...abandoned, window: { inLast: 'PT3H' } }).cart(start).cart(start + 2 * hour);
    expect(apart.at(start + 2 * hour)).toMatchObject({ isIn: true, dueAt: start + 3 * hour });
    expect(apart.at(start + 3 * hour)).toMatchObject({ isIn: false, dueAt: start + 4 * hour });
  });

  test('a window that is over before the time is up holds nothing', () => {
    expect(new Story({ ...abandoned, window: { inLast: 'PT2H' } }).cart(start).dueAt).toBe(Number.POSITIVE_INFINITY);
  });

  test('a start that is told late counts from when it was', () => {
    const story = new Story(abandoned).cart(start, start + 3 * hour);
    expect(story.isIn).toBe(true);
  });
});

describe('then', () => {
  test('comes true with the answer, and lasts without a window', () => {
    const story = new Story(converted).cart(start).order({ createdAt: start + hour });
    expect(story).toMatchObject({ isIn: true, dueAt: Number.POSITIVE_INFINITY });
    expect(story.order({ createdAt: start + hour, status: 'returned' }, start + 9 * hour).isIn).toBe(false);
  });

  test.each([
    [start - 1, false],
    [start, true],
    [start + 2 * hour - 1, true],
    [start + 2 * hour, false],
  ])('an order at %d', (createdAt, isIn) => {
    expect(new Story(converted).order({ createdAt }).cart(start, start + 9 * hour).isIn).toBe(isIn);
  });

  test('the window is that of the start, not of the answer', () => {
    const story = new Story({ ...converted, window: { inLast: 'P1D' } }).cart(start).order({ createdAt: start + hour });
    expect(story.dueAt).toBe(start + 24 * hour);
    expect(story.at(start + 24 * hour).isIn).toBe(false);
  });

  test('one answer is enough for many starts, and one start for the segment', () => {
    const story = new Story({ ...converted, window: { inLast: 'P1D' } });
    story
      .cart(start)
      .cart(start + hour)
      .cart(start + 1.5 * hour)
      .order({ createdAt: start + 1.75 * hour });
    expect(story.dueAt).toBe(start + 25.5 * hour);
  });

  test('sides may be the other way about, and orders are those asked for', () => {
    const sequence = {
      first: { orders: { where: { total: { gte: 1000 } }, at: 'paid' } },
      then: { activity: { name: 'CART_updated', where: { gift: { ne: true } } } },
      within: 'P1D',
    };
    const story = new Story(sequence).order({ createdAt: start, total: 1000 }).cart(start + hour);
    expect(story.isIn).toBe(false);
    story.order({ createdAt: start, total: 1000, status: 'paid', paidAt: start + hour }, start + 2 * hour);
    expect(story.isIn).toBe(true);
  });

  test('something that follows itself is its own answer', () => {
    expect(new Story({ first: cart, then: cart, within: 'P7D' }).cart(start).isIn).toBe(true);
    expect(new Story({ first: cart, thenNot: cart, within: 'P7D' }).cart(start).dueAt).toBe(Number.POSITIVE_INFINITY);
  });
});

test('days are those of the customer, who takes past starts along', () => {
  const story = new Story({ ...abandoned, within: 'P1D' }, { timeZone: 'customer' });
  const evening = at('2026-03-07T17:00:00Z');
  expect(story.zone('Europe/Berlin', 1).cart(evening).dueAt).toBe(evening + 24 * hour);
  // On 8 March clocks in New York go forward.
  expect(story.zone('America/New_York', evening + hour).dueAt).toBe(evening + 23 * hour);
});

test('a customer who is decided anew from the facts is where they were', () => {
  const story = new Story({ ...abandoned, window: { inLast: 'PT5H' } }).cart(start).cart(start + hour);
  story
    .order({ createdAt: start + 1.5 * hour })
    .cart(start + 4 * hour)
    .at(start + 6.5 * hour);
  const copy = { ...story.state, catalogRevision: 0, memberships: new Map() };
  const order = orderEvent({ version: 1, order: { orderId: 'other', createdAt: 0, status: 'cancelled' } });
  decideOrderEvent(story.catalog, copy, order, start + 6.5 * hour);
  expect([membersOf(copy).length, copy.dueAt]).toEqual([1, start + 9 * hour]);
});

describe('what is wrong with a sequence', () => {
  test.each([
    [{ ...abandoned, thenNot: undefined }, ['thenNot: nothing is not what happens']],
    [{ first: cart, within: 'PT2H' }, [': then or thenNot is missing']],
    [{ ...abandoned, then: { orders: {} } }, [': then and thenNot exclude each other']],
    [{ ...abandoned, within: 'PT0S' }, ['within: PT0S is no time at all']],
    [{ ...abandoned, within: 7 }, ['within: 7 is not an ISO 8601 duration']],
    [{ ...abandoned, thenNo: 1 }, ['thenNo: thenNo is not known here; did you mean thenNot?']],
    [{ ...abandoned, first: {} }, ['first: nothing is said here']],
    [{ ...abandoned, first: { ...cart, orders: {} } }, ['first: activity and orders are two things']],
    [{ ...abandoned, first: { order: {} } }, ['first.order: order is not known here; did you mean orders?']],
    [{ ...abandoned, first: { activity: {} } }, ['first.activity.name: the name of the activity is missing']],
    [{ ...abandoned, thenNot: { orders: { window: {} } } }, ['thenNot.orders.window: window is not known here']],
    [{ ...abandoned, thenNot: { orders: { at: 'sent' } } }, ['thenNot.orders.at: sent is not allowed']],
    [
      { first: { activity: 1 }, thenNot: { orders: { where: { sit: 'x' } } }, window: {} },
      [
        'first.activity: 1 is not an object with a name',
        'thenNot.orders.where.sit: sit is not known here; did you mean site?',
        'within: nothing is not an ISO 8601 duration',
        'window: a window is one of',
      ],
    ],
  ])('%j', (sequence, problems) => {
    const parsed = parseSegment({ id: 's', name: 'S', when: { sequence } });
    const found = parsed.ok ? [] : parsed.problems.map(({ path, reason }) => `${path}: ${reason}`);
    expect(found).toEqual(
      problems.map((words) =>
        expect.stringContaining(words.startsWith(':') ? `sequence${words}` : `sequence.${words}`),
      ),
    );
  });
});

test.each([
  [
    abandoned,
    'they have an activity “cart_updated”, done at least two hours ago, that was not followed by an order placed less than two hours after it; cancelled and returned orders do not count',
  ],
  [
    { ...converted, window: { inLast: 'PT36H' } },
    'they have an activity “cart_updated”, done less than 36 hours ago, that was followed by an order placed less than two hours after it; cancelled and returned orders do not count',
  ],
  [
    {
      first: { orders: { where: { statusGroup: 'paid' }, at: 'paid' } },
      thenNot: { activity: { name: 'review' } },
      within: 'P14D',
    },
    'they have a paid order, paid at least 14 days ago, that was not followed by an activity “review” done less than 14 days after it (counted forward from the order, in UTC)',
  ],
])('%j in words', (sequence, words) => {
  expect(describeSegment(definitionOf({ when: { sequence } }), account)).toBe(
    `Customers are in this segment while ${words}.`,
  );
});

describe('why', () => {
  const leaf = ({ catalog, state }: Story, now: number): ExplainedLeaf =>
    explainSegment(catalog, state, 's', now).tree as ExplainedLeaf;

  test('which start is waiting, and what would keep it from coming true', () => {
    const story = new Story(abandoned).cart(start);
    const words = explanationInWords(explainSegment(story.catalog, story.state, 's', start + hour));
    expect(words.split('\n').slice(1)).toEqual([
      'Not in; enters on 2026-06-01 12:00 UTC unless they place such an order before.',
      '✗ they have an activity “cart_updated”, done at least two hours ago, that was not followed by an order placed less than two hours after it: cart_updated of 2026-06-01 10:00, not followed by such an order so far, with time until 2026-06-01 12:00 (until 2026-06-01 12:00 if nothing happens)',
      'To enter, this has to come true: they have an activity “cart_updated”, done at least two hours ago, that was not followed by an order placed less than two hours after it; it takes one such activity and then waiting until 2026-06-01 13:00 without one such order or waiting until 2026-06-01 12:00',
    ]);
  });

  test('which start decided it and since when, and that it is too late to answer', () => {
    const story = new Story(abandoned).cart(start);
    expect(leaf(story, start + 2 * hour)).toMatchObject({
      value: true,
      found: 'cart_updated of 2026-06-01 10:00, not followed by such an order before 2026-06-01 12:00',
      decidedBy: [{ kind: 'activity', eventId: 'a1', name: 'cart_updated', at: start }],
      since: start + 2 * hour,
      until: null,
      remedies: [{ isTooLate: true }],
    });
    expect(leaf(story, start + 2 * hour + 1).remedies).toEqual([]);
  });

  test('which order answered', () => {
    const story = new Story({ ...converted, window: { inLast: 'P1D' } })
      .cart(start)
      .order({ orderId: 'o7', createdAt: start + hour });
    expect(leaf(story, start + 3 * hour)).toMatchObject({
      found: 'cart_updated of 2026-06-01 10:00, followed by order o7 of 2026-06-01 11:00',
      decidedBy: [{ kind: 'activity' }, { kind: 'order', orderId: 'o7', at: start + hour }],
      since: start + hour,
      until: start + 24 * hour,
    });
    expect(leaf(story, start + 25 * hour)).toMatchObject({
      value: false,
      found:
        'cart_updated of 2026-06-01 10:00, followed by order o7 of 2026-06-01 11:00; it went out on 2026-06-02 10:00',
      since: start + 24 * hour,
      remedies: [{ words: 'one such activity', scope: 'and then one such order less than two hours after it' }],
    });
  });

  test('what is missing is the answer, while there is time', () => {
    const story = new Story(converted).cart(start);
    expect(leaf(story, start + hour).remedies).toEqual([
      {
        words: 'one such order',
        scope: 'before 2026-06-01 12:00, to follow cart_updated',
        more: { of: 'orders', amount: 1 },
        isInTime: true,
      },
    ]);
    expect(leaf(story, start + 2 * hour)).toMatchObject({
      found: 'cart_updated of 2026-06-01 10:00, not followed by such an order before 2026-06-01 12:00',
      remedies: [{ words: 'one such activity' }],
    });
    expect(leaf(new Story(converted).order({ createdAt: start }), start)).toMatchObject({
      found: 'none',
      decidedBy: [],
    });
  });
});

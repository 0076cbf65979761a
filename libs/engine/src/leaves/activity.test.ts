import { describe, expect, test } from '@jest/globals';
import { createCustomerState } from '../customer-state.ts';
import { advance, decideActivityEvent, decideCustomerEvent } from '../decide.ts';
import { parseSegment } from '../definition.ts';
import { describeSegment } from '../describe/describe-segment.ts';
import { explainSegment } from '../explain/explain-segment.ts';
import type { ExplainedLeaf } from '../explain/explanation.ts';
import { account, catalogOf, definitionOf, membersOf } from '../testing/catalogs.ts';
import { activityEvent, customerEvent } from '../testing/facts.ts';

const at = (text: string): number => Date.parse(text);
const hour = 3_600_000;
const start = at('2026-06-01T10:00:00Z');

/** A customer with a product viewed at each of the instants, decided by one segment as they came. */
function viewed(when: object, instants: readonly number[], given: object = {}) {
  const catalog = catalogOf([{ when, ...given }]);
  const state = createCustomerState('c1');
  const transitions = instants.flatMap((occurredAt, index) =>
    decideActivityEvent(
      catalog,
      state,
      activityEvent({
        eventId: `a${index}`,
        occurredAt,
        name: 'Product_Viewed',
        properties: { colour: 'Red', price: 5 },
      }),
      occurredAt,
    ),
  );
  return { catalog, state, transitions };
}

describe('an activity', () => {
  test.each([
    [{}, true],
    [{ where: { colour: 'red' } }, true],
    [{ where: { colour: 'red', price: { gte: 5, lt: 6 } } }, true],
    [{ where: { colour: 'blue' } }, false],
    [{ where: { size: { ne: 'M' } } }, true],
    [{ where: { size: 'M' } }, false],
    [{ exists: false }, false],
    [{ count: 2 }, true],
    [{ count: { gte: 3 } }, false],
    [{ first: { on: '2026-06-01' }, last: { after: '2026-06-01T10:30:00Z' } }, true],
    [{ last: { before: '2026-06-01T11:00:00Z' } }, false],
    [{ name: 'app_opened', last: { notSet: true } }, true],
  ])('%j', (asked, holds) => {
    const { state } = viewed({ activity: { name: 'product_viewed', ...asked } }, [start, start + hour]);
    expect(membersOf(state)).toEqual(holds ? ['s'] : []);
  });

  test('goes out of its window at the very instant, and the one that is delivered again counts once', () => {
    const when = { activity: { name: 'product_viewed', window: { inLast: 'PT2H' }, count: { gte: 2 } } };
    const { catalog, state, transitions } = viewed(when, [start, start + hour]);
    expect(transitions).toHaveLength(1);
    expect(state.dueAt).toBe(start + 2 * hour);
    const repeated = activityEvent({ eventId: 'a0', occurredAt: start + hour, name: 'product_viewed' });
    expect(decideActivityEvent(catalog, state, repeated, start + hour)).toEqual([]);
    expect(advance(catalog, state, start + 2 * hour - 1)).toEqual([]);
    expect(advance(catalog, state, start + 2 * hour)).toMatchObject([{ type: 'SegmentLeft', cause: 'TIME' }]);
    expect(state.dueAt).toBe(Number.POSITIVE_INFINITY);
  });

  test('the last one in a window is due when that one goes, and not when earlier ones do', () => {
    const when = { activity: { name: 'product_viewed', window: { inLast: 'P1D' }, last: { moreThanAgo: 'PT5H' } } };
    const { catalog, state } = viewed(when, [start, start + hour, start + 3 * hour]);
    expect(state.dueAt).toBe(start + 8 * hour);
    expect(advance(catalog, state, start + 8 * hour)).toMatchObject([{ type: 'SegmentEntered' }]);
    expect(state.dueAt).toBe(start + 27 * hour);
  });

  test('that the last one goes out of the window is no reason to wake who is out without it as well', () => {
    const when = { activity: { name: 'product_viewed', window: { inLast: 'P1D' }, last: { inLast: 'PT1H' } } };
    const { catalog, state } = viewed(when, [start, start + hour]);
    advance(catalog, state, start + 2 * hour);
    expect([membersOf(state), state.dueAt]).toEqual([[], Number.POSITIVE_INFINITY]);
  });

  test('when the first one goes out of the window the next is the first, and nobody is woken whom that does not turn', () => {
    const within = (first: object) => ({ activity: { name: 'product_viewed', window: { inLast: 'P1D' }, first } });
    const views = [start, start + hour, start + 2 * hour];
    const { catalog, state } = viewed(within({ after: '2026-06-01T10:30:00Z' }), views);
    expect([membersOf(state), state.dueAt]).toEqual([[], start + 24 * hour]);
    expect(advance(catalog, state, start + 24 * hour)).toMatchObject([{ type: 'SegmentEntered' }]);
    expect(state.dueAt).toBe(start + 26 * hour);
    expect(viewed(within({ inLast: 'PT1H' }), views).state.dueAt).toBe(Number.POSITIVE_INFINITY);
  });

  test('days are those of the customer, who takes past activities along', () => {
    const when = { activity: { name: 'product_viewed', window: { calendar: 'today' } } };
    const { catalog, state } = viewed(when, [at('2026-06-01T20:00:00Z')], { timeZone: 'customer' });
    expect(state.dueAt).toBe(at('2026-06-02T00:00:00Z'));
    const moved = customerEvent({ version: 1, profile: { timeZone: 'America/New_York' } });
    decideCustomerEvent(catalog, state, moved, at('2026-06-01T21:00:00Z'));
    expect(state.dueAt).toBe(at('2026-06-02T04:00:00Z'));
  });

  test('an event touches only segments that ask for activities of its name', () => {
    const catalog = catalogOf([
      { id: 'views', when: { activity: { name: 'product_viewed' } } },
      { id: 'carts', when: { activity: { name: 'cart_updated', exists: false } } },
    ]);
    const state = createCustomerState('c1');
    const opened = activityEvent({ eventId: 'a', occurredAt: start, name: 'app_opened' });
    expect(decideActivityEvent(catalog, state, opened, start)).toMatchObject([{ segmentId: 'carts' }]);
    const carted = activityEvent({ eventId: 'b', occurredAt: start, name: 'cart_updated' });
    expect(decideActivityEvent(catalog, state, carted, start)).toMatchObject([{ segmentId: 'carts', seq: 2 }]);
  });
});

describe('what is wrong with an activity', () => {
  test.each([
    [{}, 'when.activity.name: the name of the activity is missing, such as product_viewed'],
    [{ name: 7 }, 'when.activity.name: 7 is a number; for text put it in quotes (name)'],
    [{ name: 'x', wher: {} }, 'when.activity.wher: wher is not known here; did you mean where?'],
    [{ name: 'x', exist: true }, 'when.activity.exist: exist is not known here; did you mean exists?'],
    [{ name: 'x', where: { colour: { gtt: 1 } } }, 'when.activity.where.colour.gtt: gtt is not known here'],
    [{ name: 'x', where: { '': 1 } }, 'when.activity.where: empty text is not the name of a property'],
    [{ name: 'x', where: 'red' }, 'when.activity.where: red is not an object of properties and tests'],
    [{ name: 'x', window: { inLast: '3 days' } }, 'when.activity.window: 3 days is not an ISO 8601 duration'],
    [{ name: 'x', count: { gte: 0 } }, 'when.activity.count: gte 0 always holds'],
    [{ name: 'x', last: 7 }, 'when.activity.last: 7 is neither a date nor a test of an instant'],
    [{ name: 'x', exists: 'yes' }, 'when.activity.exists: yes is not true or false'],
    [7, 'when.activity: 7 is not an object with a name'],
  ])('%j', (activity, problem) => {
    const parsed = parseSegment({ id: 's', name: 'S', when: { activity } });
    const problems = parsed.ok ? [] : parsed.problems.map(({ path, reason }) => `${path}: ${reason}`);
    expect(problems).toEqual([expect.stringContaining(problem)]);
  });

  test('every problem is told at once', () => {
    const wrong = { where: { colour: {} }, window: {}, count: 'many', lest: 'today' };
    const parsed = parseSegment({ id: 's', name: 'S', when: { activity: wrong } });
    const places = parsed.ok ? [] : parsed.problems.map(({ path }) => path.replace('when.activity.', ''));
    expect(places.sort()).toEqual(['count', 'lest', 'name', 'where.colour', 'window']);
  });
});

test.each([
  [{}, 'they have an activity “product_viewed”'],
  [
    { where: { colour: 'red', price: { gte: 5 } } },
    'they have an activity “product_viewed” whose “colour” is “red” and whose “price” is at least 5',
  ],
  [
    { exists: false, window: { inLast: 'PT2H' } },
    'they have no activity “product_viewed” done less than two hours ago',
  ],
  [
    { where: { colour: 'red' }, count: { gte: 3 }, window: { inLast: 'P7D' } },
    'they have at least three activities “product_viewed” whose “colour” is “red”, done less than seven days ago (counted forward from each activity, in UTC)',
  ],
  [{ count: 0 }, 'they have no activity “product_viewed”'],
  [{ count: { lt: 2 } }, 'they have fewer than two activities “product_viewed”'],
  [
    { last: { moreThanAgo: 'P3M' } },
    'their last activity “product_viewed” was done at least three months ago (counted forward from the activity, in UTC)',
  ],
])('%j in words', (asked, words) => {
  const definition = definitionOf({ when: { activity: { name: 'product_viewed', ...asked } } });
  expect(describeSegment(definition, account)).toBe(`Customers are in this segment while ${words}.`);
});

test('what days are counted from is said once', () => {
  const activity = { name: 'product_viewed', window: { inLast: 'P7D' }, count: { gte: 3 }, last: { inLast: 'P1D' } };
  expect(describeSegment(definitionOf({ when: { activity } }), account).split('\n')[0]).toBe(
    'Customers are in this segment while all of these hold (days and months are counted forward from the activity, in UTC):',
  );
});

describe('why', () => {
  const explained = (when: object, instants: readonly number[], now: number): ExplainedLeaf => {
    const { catalog, state } = viewed(when, instants);
    return explainSegment(catalog, state, 's', now).tree as ExplainedLeaf;
  };

  test('the activity that will be the last to go out holds it', () => {
    const when = { activity: { name: 'product_viewed', window: { inLast: 'P1D' } } };
    expect(explained(when, [start, start + hour], start + 2 * hour)).toMatchObject({
      value: true,
      found: 'Product_Viewed of 2026-06-01 11:00, and one more',
      decidedBy: [{ kind: 'activity', eventId: 'a1', name: 'Product_Viewed', at: start + hour }],
      since: start,
      until: start + 25 * hour,
    });
    expect(explained(when, [start], start + 30 * hour)).toMatchObject({
      value: false,
      found: 'none; the latest, Product_Viewed of 2026-06-01 10:00, went out on 2026-06-02 10:00',
      since: start + 24 * hour,
      remedies: [{ words: 'one such activity', scope: 'within one day', more: { of: 'activities', amount: 1 } }],
    });
  });

  test('so many more turn a count, and the next to go is named', () => {
    const when = { activity: { name: 'product_viewed', window: { inLast: 'P1D' }, count: { gte: 4 } } };
    expect(explained(when, [start, start + hour], start + 2 * hour)).toMatchObject({
      value: false,
      found: 'two activities; the first to go out is Product_Viewed of 2026-06-01 10:00, on 2026-06-02 10:00',
      decidedBy: [{ kind: 'activities', inside: 2, nextOut: { id: 'a0', at: start, outAt: start + 24 * hour } }],
      remedies: [{ words: 'two more such activities', scope: 'within one day' }],
    });
  });

  test('one more is the last one', () => {
    const when = { activity: { name: 'product_viewed', last: { moreThanAgo: 'P1D' } } };
    expect(explained(when, [start], start + 25 * hour)).toMatchObject({
      value: true,
      decidedBy: [{ kind: 'activity', eventId: 'a0' }],
      since: start + 24 * hour,
      remedies: [{ words: 'one more such activity', more: { of: 'activities', amount: 1 } }],
    });
    expect(explained(when, [], start).remedies).toEqual([
      { words: 'one such activity', scope: 'and then waiting until 2026-06-02 10:00', more: null, isInTime: false },
    ]);
    const first = { activity: { name: 'product_viewed', first: { inLast: 'P1D' } } };
    expect(explained(first, [start], start + 25 * hour).remedies).toEqual([]);
  });
});

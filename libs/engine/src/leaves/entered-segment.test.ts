import { expect, test } from '@jest/globals';
import { createCustomerState } from '../customer-state.ts';
import { advance, decideCustomerEvent } from '../decide.ts';
import { parseSegment } from '../definition.ts';
import { describeSegment } from '../describe/describe-segment.ts';
import { explainSegment } from '../explain/explain-segment.ts';
import { account, catalogOf, definitionOf } from '../testing/catalogs.ts';
import { customerEvent } from '../testing/facts.ts';
import { rulesOf, warned } from '../testing/warnings.ts';

const at = (text: string): number => Date.parse(text);
const vips = { id: 'vips', when: { customer: { vip: true } } };
const catalog = catalogOf([
  vips,
  { id: 'lately', timeZone: 'America/New_York', when: { enteredSegment: { id: 'vips', inLast: 'P1D' } } },
]);

/** A customer who is told to be a VIP, or not to be, each time at the instant. */
function lives(flags: Readonly<Record<string, boolean>>, through: string) {
  const state = createCustomerState('c1');
  const transitions = Object.entries(flags).flatMap(([instant, vip], index) =>
    decideCustomerEvent(catalog, state, customerEvent({ version: index + 1, profile: { vip } }), at(instant)),
  );
  transitions.push(...advance(catalog, state, at(through)));
  const told = transitions.filter(({ segmentId }) => segmentId === 'lately');
  return { state, told: told.map(({ type, effectiveAt }) => `${type} ${new Date(effectiveAt).toISOString()}`) };
}

test('counts forward from the entry, in the zone of the segment that asks, also after leaving', () => {
  const flags = { '2026-03-07T12:00:00Z': true, '2026-03-07T13:00:00Z': false };
  expect(lives(flags, '2026-04-01T00:00:00Z').told).toEqual([
    'SegmentEntered 2026-03-07T12:00:00.000Z',
    'SegmentLeft 2026-03-08T11:00:00.000Z',
  ]);
});

test('a later entry goes on where the last one was', () => {
  const flags = { '2026-01-01T00:00:00Z': true, '2026-01-01T12:00:00Z': false, '2026-01-01T18:00:00Z': true };
  expect(lives(flags, '2026-02-01T00:00:00Z').told).toEqual([
    'SegmentEntered 2026-01-01T00:00:00.000Z',
    'SegmentLeft 2026-01-02T18:00:00.000Z',
  ]);
});

test('who never entered is not in', () => {
  expect(lives({ '2026-01-01T00:00:00Z': false }, '2026-02-01T00:00:00Z').told).toEqual([]);
});

test('is explained and described', () => {
  const { state } = lives({ '2026-01-01T00:00:00Z': true, '2026-01-01T06:00:00Z': false }, '2026-01-01T12:00:00Z');
  const { tree } = explainSegment(catalog, state, 'lately', at('2026-01-01T12:00:00Z'));
  expect(tree).toMatchObject({
    value: true,
    found: 'entered it on 2025-12-31 19:00',
    evidence: { actual: 'entered at 2026-01-01T00:00:00.000Z', threshold: 'entered in the last P1D' },
    until: at('2026-01-02T00:00:00Z'),
  });
  const say = (when: object): string =>
    describeSegment(definitionOf({ when }), account, { names: new Map([['vips', 'The VIPs']]) });
  const asked = { enteredSegment: { id: 'vips', inLast: 'P7D' } };
  expect(say(asked)).toBe(
    'Customers are in this segment while they last entered the segment “The VIPs” less than seven days ago (counted forward from the entry, in UTC), whether they have left it since or not.',
  );
  expect(say({ not: asked })).toContain('they did not enter the segment “The VIPs” less than seven days ago');
});

test('refuses what it cannot read, all of it at once', () => {
  const parsed = parseSegment({ id: 's', name: 'S', when: { enteredSegment: { id: 'Vips', inlast: 'P7D' } } });
  expect(parsed.ok ? [] : parsed.problems.map(({ path, reason }) => `${path}: ${reason}`)).toEqual([
    expect.stringContaining('when.enteredSegment.inlast: inlast is not known here; did you mean inLast?'),
    expect.stringContaining('when.enteredSegment.id: Vips is not a segment'),
    expect.stringContaining('when.enteredSegment: nothing is not an ISO 8601 duration'),
  ]);
});

test('lint knows what follows, and which way such a test points it does not claim', () => {
  const entered = (inLast: string): object => ({ enteredSegment: { id: 'vips', inLast } });
  expect(rulesOf({ all: [entered('P7D'), { not: entered('P30D') }] })).toEqual([
    'never-holds when.all[1].not.enteredSegment',
  ]);
  expect(warned(vips, { id: 'lapsed', name: 'Lapsed', when: entered('P7D') })).toEqual([]);
});

import { expect, test } from '@jest/globals';
import { createCustomerState } from '../customer-state.ts';
import { DAY_MS } from '../civil.ts';
import { decideCustomerEvent, decideOrderEvent } from '../decide.ts';
import { catalogOf } from '../testing/catalogs.ts';
import { customerEvent, orderEvent } from '../testing/facts.ts';
import { forecastCustomer, type ForeseenTransition } from './forecast-customer.ts';
import { addUpByDay } from './segment-days.ts';

const at = (text: string): number => Date.parse(text);
const dayOf = (text: string): number => at(`${text}T00:00:00Z`) / DAY_MS;

const documents = [
  { id: 'lately', when: { orders: { window: { inLast: 'P10D' } } } },
  { id: 'moscow', timeZone: 'Europe/Moscow', when: { orders: { last: { moreThanAgo: 'P20D' } } } },
  { id: 'own-day', timeZone: 'customer', when: { customer: { birthday: { anniversary: { inNext: 'P2D' } } } } },
  { id: 'buyers', when: { orders: {} } },
];
const catalog = catalogOf(documents);

function foreseenOf(orderedAt: string, through: string, from = orderedAt): readonly ForeseenTransition[] {
  const state = createCustomerState('c1');
  const profile = { timeZone: 'America/New_York', birthday: dayOf('1990-03-12') };
  decideCustomerEvent(catalog, state, customerEvent({ version: 1, profile }), at(orderedAt));
  const order = { createdAt: at(orderedAt) };
  decideOrderEvent(catalog, state, orderEvent({ version: 1, order }), at(orderedAt));
  return forecastCustomer(catalog, state, at(from), at(through));
}

const brief = ({ transition, day }: ForeseenTransition): readonly unknown[] => [
  transition.type,
  transition.segmentId,
  new Date(transition.effectiveAt).toISOString(),
  day,
];

test('entries and exits come at their instants, on the local day of their segment', () => {
  expect(foreseenOf('2026-03-01T21:30:00Z', '2026-03-31T00:00:00Z').map(brief)).toEqual([
    ['SegmentEntered', 'own-day', '2026-03-10T04:00:00.000Z', dayOf('2026-03-10')],
    ['SegmentLeft', 'lately', '2026-03-11T21:30:00.000Z', dayOf('2026-03-11')],
    ['SegmentLeft', 'own-day', '2026-03-13T04:00:00.000Z', dayOf('2026-03-13')],
    ['SegmentEntered', 'moscow', '2026-03-21T21:30:00.000Z', dayOf('2026-03-22')],
  ]);
});

test('the end belongs to the forecast, its beginning does not', () => {
  const [first] = foreseenOf('2026-03-01T00:00:00Z', '2026-03-11T00:00:00Z', '2026-03-10T04:00:00Z');
  expect(first?.transition).toMatchObject({ segmentId: 'lately', effectiveAt: at('2026-03-11T00:00:00Z') });
  expect(foreseenOf('2026-03-01T00:00:00Z', '2026-03-10T23:59:59.999Z', '2026-03-10T04:00:00Z')).toEqual([]);
});

test('a change at the very end is foreseen, though nothing is due before', () => {
  const alone = catalogOf([{ id: 'lately', when: { orders: { window: { inLast: 'P10D' } } } }]);
  const state = createCustomerState('c1');
  decideOrderEvent(alone, state, orderEvent({ version: 1, order: { createdAt: 0 } }), 0);
  expect(forecastCustomer(alone, state, 0, 10 * DAY_MS)).toHaveLength(1);
  expect(forecastCustomer(alone, state, 0, 10 * DAY_MS - 1)).toEqual([]);
});

test('customers add up by segment and day', () => {
  const both = ['2026-03-01T21:30:00Z', '2026-03-01T22:00:00Z'].flatMap((ordered) =>
    foreseenOf(ordered, '2026-03-25T00:00:00Z'),
  );
  expect(addUpByDay(both)).toEqual([
    { segmentId: 'lately', day: dayOf('2026-03-11'), entries: 0, exits: 2 },
    { segmentId: 'moscow', day: dayOf('2026-03-22'), entries: 2, exits: 0 },
    { segmentId: 'own-day', day: dayOf('2026-03-10'), entries: 2, exits: 0 },
    { segmentId: 'own-day', day: dayOf('2026-03-13'), entries: 0, exits: 2 },
  ]);
});

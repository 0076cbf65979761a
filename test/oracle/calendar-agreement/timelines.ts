import {
  type AccountSettings,
  advance,
  type Catalog,
  compileCatalog,
  createCustomerState,
  decideCustomerEvent,
  decideOrderEvent,
  defaultStatusGroups,
  type Instant,
  parseSegment,
  type SegmentDefinition,
  type Transition,
} from '@weir/engine';
import { orderOf, profileOf } from '@weir/engine/testing';
import { type Agreement, instantText } from './agreement.ts';
import type { TemporalCalendar } from './temporal-calendar.ts';
import { type Dates, type Stretch, type TimedCondition, timedConditions } from './timed-conditions.ts';

const definitions = timedConditions.map(definitionOf);

export function definitionOf({ id, when }: { readonly id: string; readonly when: object }): SegmentDefinition {
  const parsed = parseSegment({ id, name: id, when });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.definition;
}

/** A catalog of the conditions, in a zone. */
export function catalogIn(timeZone: string, of = definitions): Catalog {
  const account: AccountSettings = { timeZone, currency: 'RUB', statusGroups: defaultStatusGroups };
  const compiled = compileCatalog(of, account, 1);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.catalog;
}

/** All that the engine announces of a customer whose profile is told at `from` and whose order is told when it is made. */
export function timelineOf(catalog: Catalog, { at, birthday }: Dates, [from, to]: Stretch): Transition[] {
  const state = createCustomerState('c');
  const told = { eventId: 'e', customerId: 'c', version: 1 };
  const profile = profileOf({ createdAt: at, birthday });
  const order = orderOf({ createdAt: at });
  return [
    ...decideCustomerEvent(
      catalog,
      state,
      { ...told, occurredAt: from, kind: 'UPSERTED', profile, mergedInto: null },
      from,
    ),
    ...decideOrderEvent(catalog, state, { ...told, occurredAt: at, order }, at),
    ...advance(catalog, state, to),
  ];
}

const dayMs = 86_400_000;

/** From two years before the fact to two years after it, a customer enters and leaves when Temporal says. */
export function compareTimelines(facts: readonly Dates[], calendar: TemporalCalendar, agreement: Agreement): void {
  const catalog = catalogIn(calendar.zone);
  for (const dates of facts) {
    const seen: Stretch = [dates.at - 731 * dayMs, dates.at + 731 * dayMs];
    const announced = Map.groupBy(timelineOf(catalog, dates, seen), ({ segmentId }) => segmentId);
    for (const condition of timedConditions) {
      const engine = (announced.get(condition.id) ?? []).map(flipText).join(' ');
      const temporal = flipsOf(condition, dates, calendar, seen).join(' ');
      agreement.check(
        engine,
        temporal,
        () => `${condition.id} of ${instantText(dates.at)}, born on day ${dates.birthday}, in ${calendar.zone}`,
      );
    }
  }
}

function flipText({ type, effectiveAt }: Transition): string {
  return `${type === 'SegmentEntered' ? '+' : '-'}${effectiveAt}`;
}

/** When the condition begins to hold and ceases to, seen from an instant through another. */
function flipsOf({ holds }: TimedCondition, dates: Dates, calendar: TemporalCalendar, [from, to]: Stretch): string[] {
  const flips: string[] = [];
  let end: Instant = Number.NaN;
  for (const [start, stop] of holds(dates, calendar)) {
    if (stop <= Math.max(start, from)) continue;
    if (start === end) flips.pop();
    else flips.push(`+${Math.max(start, from)}`);
    flips.push(`-${stop}`);
    end = stop;
  }
  return flips.filter((flip) => Number(flip.slice(1)) <= to);
}

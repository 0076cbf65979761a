import { Temporal } from '@js-temporal/polyfill';
import { addDuration, type Duration, type Instant, parseDuration, type Zone } from '@weir/engine';
import { type Agreement, instantText } from './agreement.ts';
import type { TemporalCalendar } from './temporal-calendar.ts';

/** A duration as either side reads it. */
interface Period {
  readonly text: string;
  readonly engine: Duration;
  readonly temporal: Temporal.Duration;
}

export const periods: readonly Period[] = [
  ...['PT0.001S', 'PT30M', 'PT36H', 'P0D', 'P1D', 'P2D', 'P7D', 'P30D', 'P90D', 'P365D', 'P1W', 'P26W'],
  ...['P1M', 'P2M', 'P3M', 'P6M', 'P11M', 'P13M', 'P1Y', 'P4Y', 'P18Y'],
  ...['P1DT1H', 'P1M1D', 'P1M15DT12H', 'P1Y2M10DT2H30M'],
].map(periodOf);

function periodOf(text: string): Period {
  const engine = parseDuration(text);
  if (engine === undefined) throw new Error(`${text} is a duration`);
  return { text, engine, temporal: Temporal.Duration.from(text) };
}

export interface SumComparison {
  readonly zone: Zone;
  readonly calendar: TemporalCalendar;
  readonly agreement: Agreement;
  /** How many of the durations each moment gets; they take turns. */
  readonly each: number;
}

/** The durations that are the turn of the moment with this number. */
function inTurn(index: number, each: number): Period[] {
  return Array.from({ length: each }, (_, nth) => periods[(index * each + nth) % periods.length] as Period);
}

/** Forward from the given instants. */
export function compareSumsFrom(instants: readonly Instant[], comparison: SumComparison): void {
  instants.forEach((instant, index) => {
    for (const period of inTurn(index, comparison.each)) compareSum(instant, period, comparison);
  });
}

/** From where the sum's calendar part ends at the given local times. */
export function compareSumsTo(locals: readonly Temporal.PlainDateTime[], comparison: SumComparison): void {
  locals.forEach((local, index) => {
    for (const period of inTurn(index, comparison.each)) {
      const { years, months, weeks, days } = period.temporal;
      const start = local.subtract({ years, months, weeks, days });
      compareSum(comparison.calendar.instantOf(start), period, comparison);
    }
  });
}

function compareSum(start: Instant, { text, engine, temporal }: Period, comparison: SumComparison): void {
  const { zone, calendar, agreement } = comparison;
  agreement.check(
    addDuration(start, engine, zone),
    calendar.plus(start, temporal),
    () => `${instantText(start)} + ${text} in ${calendar.zone}`,
  );
}

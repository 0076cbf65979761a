import { Temporal } from '@js-temporal/polyfill';
import type { Instant } from '@weir/engine';
import { type Agreement, instantText } from './agreement.ts';
import { elapsedMs, type TemporalCalendar } from './temporal-calendar.ts';
import { catalogIn, definitionOf, timelineOf } from './timelines.ts';

const hour = 3_600_000;
const day = 24 * hour;

const conditions = ['PT2H', 'P1D', 'P1M', 'P1M15DT12H'].map((text) => ({
  text,
  duration: Temporal.Duration.from(text),
  definition: definitionOf({ id: text.toLowerCase(), when: { customer: { createdAt: { inNext: text } } } }),
}));

/**
 * What lies ahead is reached forward from now: now < d <= now + P. Such a sum is not monotone, and so the condition can come and
 * go; therefore the instants at which the engine says that it does, and others near the day from which d is reached, are asked
 * of Temporal one by one. The conditions take turns.
 */
export function compareAhead(facts: readonly Instant[], calendar: TemporalCalendar, agreement: Agreement): void {
  const catalogs = conditions.map(({ definition }) => catalogIn(calendar.zone, [definition]));
  facts.forEach((at, index) => {
    const nth = index % conditions.length;
    const { text, duration } = conditions[nth] as (typeof conditions)[number];
    const holds = (now: Instant): boolean => now < at && at <= calendar.plus(now, duration);
    const told = at - 100 * day;
    const flips = timelineOf(catalogs[nth] as ReturnType<typeof catalogIn>, { at, birthday: 0 }, [told, at]).map(
      ({ effectiveAt }) => effectiveAt,
    );
    const { years, months, weeks, days } = duration;
    const from =
      calendar.instantOf(calendar.localAt(at).subtract({ years, months, weeks, days })) - elapsedMs(duration);
    for (const now of [...flips.flatMap((flip) => [flip - 1, flip]), ...instantsNear(from), at - 1, at]) {
      if (now < told) continue;
      const engine = flips.filter((flip) => flip <= now).length % 2 === 1;
      agreement.check(
        String(engine),
        String(holds(now)),
        () => `inNext ${text} of ${instantText(at)} in ${calendar.zone} at ${instantText(now)}`,
      );
    }
  });
}

/** Of the days before and after. */
function instantsNear(from: Instant): Instant[] {
  return [-3, -2, -1, 0, 1, 2, 3].flatMap((days) => [-2 * hour, -1, 0, hour].map((ms) => from + days * day + ms));
}

import { Temporal } from '@js-temporal/polyfill';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { offsetAt, plus } from './calendar.ts';
import { startOfDay } from './days.ts';
import { durationArbitrary, offsetArbitrary, stageArbitrary, zones } from './vocabulary.ts';

const instants = fc
  .record({ stage: stageArbitrary, offset: offsetArbitrary })
  .map(({ stage, offset }) => stage.start + offset);

test('what is remembered of the calendar is what Temporal says', () => {
  fc.assert(
    fc.property(instants, fc.constantFrom(...zones), durationArbitrary, (at, zone, duration) => {
      const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
      expect(offsetAt(at, zone)).toBe(zoned.offsetNanoseconds / 1_000_000);
      expect(plus(at, duration, zone)).toBe(plusByTemporal(zoned, duration));
      const day = Math.floor(at / 86_400_000);
      const date = new Temporal.PlainDate(1970, 1, 1).add({ days: day });
      expect(startOfDay(day, zone)).toBe(date.toZonedDateTime(zone).epochMilliseconds);
    }),
    { seed: 11, numRuns: 2000 },
  );
});

/** The sum without any memory; a skipped local time is taken back to the change of the clock. */
function plusByTemporal(from: Temporal.ZonedDateTime, text: string): number {
  const { years, months, weeks, days, hours, minutes, seconds } = Temporal.Duration.from(text);
  if (years + months + weeks + days === 0) return from.add({ hours, minutes, seconds }).epochMilliseconds;
  const local = from.toPlainDateTime().add({ years, months }).add({ weeks, days });
  const earlier = local.toZonedDateTime(from.timeZoneId, { disambiguation: 'earlier' });
  const isSkipped = !earlier.toPlainDateTime().equals(local);
  const resolved = isSkipped ? earlier.getTimeZoneTransition('next') : earlier;
  if (resolved === null) throw new Error('a local time was skipped where the clock did not change');
  return resolved.add({ hours, minutes, seconds }).epochMilliseconds;
}

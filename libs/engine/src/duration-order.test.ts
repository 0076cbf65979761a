import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDuration } from './calendar.ts';
import { type Duration, parseDuration } from './duration.ts';
import { canEndBefore } from './duration-order.ts';
import { findZone } from './zone.ts';

function duration(text: string): Duration {
  const parsed = parseDuration(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
}

test.each([
  ['P30D', 'P1M', true],
  ['P28D', 'P1M', true],
  ['P1M', 'P30D', true],
  ['P31D', 'P1M', false],
  ['P1M', 'P28D', false],
  ['P62D', 'P2M', false],
  ['P61D', 'P2M', true],
  ['P365D', 'P1Y', true],
  ['P366D', 'P1Y', false],
  ['P1Y', 'P365D', false],
  ['P4Y', 'P1461D', true],
  ['P12M', 'P1Y', false],
  ['P7D', 'P1W', false],
  ['PT60M', 'PT1H', false],
  ['PT24H', 'P1D', true],
  ['P1D', 'PT24H', true],
  ['P3D', 'PT47H', false],
  ['P1M', 'P1MT1S', true],
  ['P1MT1S', 'P1M', false],
  ['P2M', 'P1M', false],
  ['PT1H', 'P90D', true],
])('%s can end before %s: %s', (near, far, can) => {
  expect(canEndBefore(duration(near), duration(far))).toBe(can);
});

const zones = ['UTC', 'America/New_York', 'Pacific/Apia'].map((id) => {
  const zone = findZone(id);
  if (zone === undefined) throw new Error(id);
  return zone;
});
const nearlyEqual = fc
  .record({
    months: fc.integer({ min: 0, max: 13 }),
    off: fc.integer({ min: -4, max: 4 }),
    hours: fc.constantFrom(0, 0, 1, 24, 47),
  })
  .map(({ months, off, hours }) => {
    const days = Math.max(0, Math.round(months * 30.44) + off);
    return [duration(`P${months}M`), duration(`P${days}DT${hours}H`)] as const;
  });

test('what cannot is never seen to, and what can in days is seen on some date', () => {
  fc.assert(
    fc.property(nearlyEqual, fc.boolean(), (pair, isSwapped) => {
      const [near, far] = isSwapped ? [pair[1], pair[0]] : pair;
      let isSeen = false;
      for (const zone of zones) {
        const from = Date.parse(zone === zones[2] ? '2008-12-01T03:30:00Z' : '2023-01-01T00:30:00Z');
        for (let d = from; d < from + 1461 * 86_400_000; d += 86_400_000) {
          if (addDuration(d, near, zone) < addDuration(d, far, zone)) isSeen = true;
        }
      }
      if (canEndBefore(near, far)) expect(isSeen || near.ms + far.ms > 0).toBe(true);
      else expect(isSeen).toBe(false);
    }),
    { numRuns: 25 },
  );
});

import { expect, test } from '@jest/globals';
import { addDuration } from '../calendar.ts';
import { parseDuration } from '../duration.ts';
import { findZone } from '../zone.ts';
import { compileInstantTest } from './instant.ts';

const HOUR = 3_600_000;
const cases = [
  ['America/New_York', '2024-03-10T02:30:00-05:00', 'P1D'],
  ['America/New_York', '2024-11-03T01:30:00-05:00', 'P1D'],
  ['Europe/Moscow', '2023-02-28T15:00:00+03:00', 'P1M'],
  ['Europe/Moscow', '2024-03-31T00:00:00+03:00', 'P1M2D'],
  ['Pacific/Apia', '2011-12-31T00:00:00+14:00', 'P2D'],
  ['America/St_Johns', '2010-11-07T00:00:30-03:30', 'P1DT6H'],
  ['UTC', '2024-02-29T12:00:00Z', 'P1Y'],
  ['UTC', '2024-02-29T12:00:00Z', 'PT36H'],
] as const;

test.each(cases)('what lies ahead in %s of %s within %s is told exactly, flip by flip', (id, text, length) => {
  const [zone, duration, d] = [findZone(id), parseDuration(length), Date.parse(text)];
  if (zone === undefined || duration === undefined) throw new Error(id);
  const inNext = compileInstantTest({ operations: [{ op: 'inNext', operand: duration }] });
  const moreThanAhead = compileInstantTest({ operations: [{ op: 'moreThanAhead', operand: duration }] });
  const moment = { instant: d, day: null };
  const start = d - (duration.months * 31 + duration.days + 6) * 24 * HOUR - duration.ms;
  let looks = 0;
  const wrong: string[] = [];
  for (const tested of [inNext, moreThanAhead]) {
    const expected = (now: number): boolean =>
      tested === inNext ? now < d && d <= addDuration(now, duration, zone) : d > addDuration(now, duration, zone);
    let found = tested.evaluate(moment, start, zone);
    for (let now = start; now < d + 2 * HOUR; now += 5 * 60_000) {
      while (now >= found.until) {
        looks++;
        found = tested.evaluate(moment, found.until, zone);
      }
      if (found.value !== expected(now)) wrong.push(new Date(now).toISOString());
    }
    expect(found.until).toBe(Infinity);
  }
  expect(wrong).toEqual([]);
  expect(looks).toBeLessThan(40);
});

test('a fact in the future is neither in the last while nor ago', () => {
  const duration = parseDuration('P1D');
  const zone = findZone('UTC');
  if (duration === undefined || zone === undefined) throw new Error('UTC');
  const evaluate = (op: string, now: number) =>
    compileInstantTest({ operations: [{ op, operand: duration }] }).evaluate({ instant: 1000, day: null }, now, zone);
  expect(evaluate('inLast', 999)).toEqual({ value: false, until: 1000 });
  expect(evaluate('inLast', 1000)).toEqual({ value: true, until: 86_401_000 });
  expect(evaluate('inLast', 86_401_000)).toEqual({ value: false, until: Infinity });
  expect(evaluate('moreThanAgo', 999)).toEqual({ value: false, until: 86_401_000 });
  expect(evaluate('moreThanAgo', 86_401_000)).toEqual({ value: true, until: Infinity });
});

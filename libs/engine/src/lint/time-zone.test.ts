import { describe, expect, test } from '@jest/globals';
import { account, definitionOf } from '../testing/catalogs.ts';
import { lintSegments } from './lint-segments.ts';

const inLast = (inLast: string) => ({ window: { inLast } });

describe('time zones', () => {
  const rules = (document: object, timeZone = 'UTC') =>
    lintSegments([definitionOf(document)], { ...account, timeZone }).map(({ rule, path }) => `${rule} ${path}`);

  test.each<[object]>([
    [{ customer: { birthday: { anniversary: { inNext: 'P7D' } } } }],
    [{ customer: { birthday: { age: { gte: 18 } } } }],
    [{ customer: { createdAt: 'today' } }],
    [{ customer: { createdAt: { before: '2025-01-01' } } }],
    [{ customer: { createdAt: { between: ['2025-01-01', '2025-02-01T00:00:00Z'] } } }],
    [{ customer: { createdAt: { monthOfYear: 6 } } }],
    [{ orders: { window: { calendar: 'thisMonth' } } }],
    [{ orders: { window: { from: '2025-01-01' } } }],
    [{ orders: { first: { on: '2025-01-01' } } }],
  ])('local days of nowhere: %j', (when) => {
    expect(rules({ when })).toEqual([expect.stringMatching(/^time-zone when\./)]);
    expect(rules({ when, timeZone: 'UTC' })).toEqual([]);
    expect(rules({ when, timeZone: 'customer' })).toEqual([]);
    expect(rules({ when }, 'Europe/Moscow')).toEqual([]);
  });

  test.each<[object]>([
    [{ orders: inLast('P90D') }],
    [{ customer: { birthday: { after: '1990-06-18' } } }],
    [{ customer: { birthday: { monthOfYear: 6 } } }],
    [{ customer: { createdAt: { before: '2025-01-01T00:00:00Z' } } }],
    [{ customer: { vip: true } }],
  ])('not: %j', (when) => {
    expect(rules({ when })).toEqual([]);
  });

  test.each<[object, string[]]>([
    [{ customer: { vip: true } }, ['time-zone timeZone']],
    [{ orders: inLast('PT2H') }, ['time-zone timeZone']],
    [{ customer: { createdAt: { after: '2025-01-01T00:00:00Z' } } }, ['time-zone timeZone']],
    [{ orders: inLast('P1D') }, []],
    [{ orders: { daysSinceLast: { gte: 5 } } }, []],
    [{ customer: { birthday: { after: '1990-06-18T00:00:00Z' } } }, []],
    [{ customer: { birthday: { moreThanAgo: 'PT2H' } } }, []],
    [{ inSegmentFor: { id: 's2', atLeast: 'P1D' } }, []],
  ])('each customer’s own, where nothing depends on it: %j', (when, found) => {
    expect(rules({ when, timeZone: 'customer' })).toEqual(found);
  });
});

import { expect, test } from '@jest/globals';
import { defaultStatusGroups, describeSegment, parseSegment } from '@weir/engine';
import fc from 'fast-check';
import { catalogArbitrary } from './random-definitions.ts';
import { engineSupport } from './disagreement.ts';

const account = { timeZone: 'Europe/Moscow', currency: 'RUB', statusGroups: defaultStatusGroups };
const start = Date.parse('2024-01-28T00:00:00Z');
const rawNames =
  /undefined|null|NaN|\[object|\b(?:eq|ne|gte?|lte?|inLast|moreThanAgo|betweenAgo|inNext|moreThanAhead|notIn|notContains|startsWith|endsWith|hasAny|hasAll|hasNone|notSet|monthOfYear|statusGroup|daysSinceLast|averageGap|profileCreated|atLeast|thisMonth|lastMonth|thenNot|notOpened|notClicked|notDelivered)\b/;

test('whatever can be defined is told in words, and a denial otherwise than what it denies', () => {
  fc.assert(
    fc.property(catalogArbitrary(start, engineSupport()), (documents) => {
      for (const document of documents) {
        const [plain, denied] = [document, { ...document, when: { not: document.when } }].map((one) => {
          const parsed = parseSegment(one);
          return parsed.ok ? describeSegment(parsed.definition, account) : null;
        });
        if (plain == null || denied == null) continue;
        expect(plain).toMatch(/^Customers are in this segment (?:while|for good if,) /);
        expect(plain).not.toMatch(rawNames);
        expect(denied).not.toBe(plain);
      }
    }),
    { numRuns: 100, seed: 7 },
  );
}, 60_000);

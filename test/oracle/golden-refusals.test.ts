import { describe, expect, test } from '@jest/globals';
import { compileDocuments } from './disagreement.ts';
import { type JsonObject } from './document.ts';
import { statusGroups } from './vocabulary.ts';

const account = { timeZone: 'UTC', currency: 'RUB', statusGroups };
const leaf = { customer: { vip: true } };

/** The engine's reasons for refusing the segments, in one text; empty when it takes them. */
function reasonsAgainst(segments: Record<string, JsonObject>): string {
  const compiled = compileDocuments(
    Object.entries(segments).map(([id, when]) => ({ id, name: id, when })),
    account,
  );
  return 'reasons' in compiled ? compiled.reasons.join('\n') : '';
}

function nested(depth: number): JsonObject {
  return depth === 1 ? leaf : { not: nested(depth - 1) };
}

function leaves(count: number): JsonObject {
  return { any: Array.from({ length: count }, () => leaf) };
}

describe('a definition is refused as a whole', () => {
  test('with the path and the reason', () => {
    const reasons = reasonsAgainst({ s: { all: [{ orders: { last: { moreThanAgo: 'P3Q' } } }] } });
    expect(reasons).toMatch(/when\.all\[0\]\.orders\.last/);
    expect(reasons).toMatch(/P3Q is not an ISO 8601 duration/);
  });

  test('when it refers to itself by way of others, with the way', () => {
    const reasons = reasonsAgainst({
      a: { segment: 'b' },
      b: { not: { notSegment: 'c' } },
      c: { inSegmentFor: { id: 'a', atLeast: 'P1D' } },
    });
    for (const id of ['a', 'b', 'c']) expect(reasons).toMatch(new RegExp(`\\b${id}\\b`));
  });

  test('when it refers to a segment that does not exist', () => {
    expect(reasonsAgainst({ a: { segment: 'nowhere' } })).toMatch(/nowhere/);
  });

  test('beyond 100 leaves', () => {
    expect(reasonsAgainst({ s: leaves(100) })).toBe('');
    expect(reasonsAgainst({ s: leaves(101) })).toMatch(/100/);
  });

  test('beyond depth 8', () => {
    expect(reasonsAgainst({ s: nested(8) })).toBe('');
    expect(reasonsAgainst({ s: nested(10) })).toMatch(/8/);
  });
});

import type { Instant } from '../facts.ts';
import { withKeys } from '../json-schema.ts';
import { type Reader, show } from '../reading.ts';
import { compileInstantTest, instantTestSchema, parseInstantTest } from '../tests/instant.ts';
import { type Test, testInWords } from '../tests/test.ts';
import { atMost } from '../verdict.ts';
import type { Aggregate, CompiledAggregate } from './aggregate.ts';
import type { Track } from './track.ts';

/** The timestamp of one of the matching orders, null when there is none such. */
type Pick = (track: Track, now: Instant) => Instant | null;

function compileOccasion(pick: Pick, test: Test): CompiledAggregate {
  const compiled = compileInstantTest(test);
  return {
    isTimed: compiled.isTimed,
    evaluate: (track, now, zone) => {
      const instant = pick(track, now);
      const found = compiled.evaluate(instant === null ? null : { instant, day: null }, now, zone);
      return atMost(found, track.nextChange(now));
    },
    actual: (track, now) => instantInWords(pick(track, now)),
    threshold: testInWords(test),
  };
}

function occasion(pick: Pick): Aggregate<{ readonly test: Test }> {
  return {
    parse: (raw, reader) => {
      const test = parseInstantTest(raw, reader);
      return test && { test };
    },
    schema: instantTestSchema,
    compile: ({ test }) => compileOccasion(pick, test),
  };
}

export const first = occasion((track, now) => extremeInside(track, now, 1));
export const last = occasion(latestInside);

export function latestInside(track: Track, now: Instant): Instant | null {
  return extremeInside(track, now, -1);
}

/** The earliest (1) or the latest (-1) timestamp inside the window. */
function extremeInside(track: Track, now: Instant, sign: 1 | -1): Instant | null {
  const { at } = track;
  if (!track.isTimed) return at.at(sign === 1 ? 0 : -1) ?? null;
  let best: Instant | null = null;
  for (let i = track.firstLive(now); i < at.length; i++) {
    const instant = at[i] as Instant;
    if (track.isInside(i, now) && (best === null || (instant - best) * sign < 0)) best = instant;
  }
  return best;
}

/** `nth: { n: 2, inLast: P7D }`: the second matching order, by its timestamp. */
export const nth: Aggregate<{ readonly n: number; readonly test: Test }> = {
  parse: (raw, reader) => {
    const entries = reader.object(
      raw,
      'the number of an order and a test of its instant, such as { n: 2, inLast: P7D }',
    );
    if (entries === undefined) return undefined;
    const n = readOrdinal(entries.get('n'), reader.at('n'));
    const rest = Object.fromEntries([...entries].filter(([key]) => key !== 'n'));
    const test = parseInstantTest(rest, reader);
    return n !== undefined && test ? { n, test } : undefined;
  },
  schema: withKeys(instantTestSchema, { n: { type: 'integer', minimum: 1 } }, ['n']),
  compile: ({ n, test }) => compileOccasion((track, now) => nthInside(track, now, n), test),
};

function readOrdinal(raw: unknown, reader: Reader): number | undefined {
  if (typeof raw === 'number' && Number.isSafeInteger(raw) && raw >= 1) return raw;
  return reader.fail(`${show(raw)} is not the number of an order: 1 is the first`);
}

function nthInside(track: Track, now: Instant, n: number): Instant | null {
  const instants = track.inside(now).map(({ at }) => at);
  return instants.sort((a, b) => a - b)[n - 1] ?? null;
}

export function instantInWords(instant: Instant | null): string {
  if (instant === null) return 'none';
  return Math.abs(instant) <= 8.64e15 ? new Date(instant).toISOString() : String(instant);
}

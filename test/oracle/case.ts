import fc from 'fast-check';
import { type Instant } from './calendar.ts';
import { type SegmentDocument } from './document.ts';
import { type Schedule } from './engine-fold.ts';
import { inOrder, type Change, type History } from './history.ts';
import { catalogArbitrary, type Support } from './random-definitions.ts';
import { historyArbitrary } from './random-histories.ts';
import { timeWordsOf } from './time-words.ts';
import { type Account } from './view.ts';
import { offsetArbitrary, stageArbitrary } from './vocabulary.ts';

/** One question to both: these definitions, this history, the engine called at these moments. */
export interface Case {
  readonly account: Account;
  readonly documents: readonly SegmentDocument[];
  readonly history: History;
  /** Other definitions that come into force on the way. */
  readonly change: Change<readonly SegmentDocument[]> | undefined;
  readonly schedule: Schedule;
}

/** Another catalog that keeps some of the first one's definitions as they are. */
function changeArbitrary(
  first: readonly SegmentDocument[],
  start: Instant,
  isSupported: Support,
  most: number,
): fc.Arbitrary<Change<readonly SegmentDocument[]>> {
  return fc
    .record({
      at: offsetArbitrary.map((offset) => start + offset),
      second: catalogArbitrary(start, isSupported, most),
      kept: fc.array(fc.boolean(), { minLength: most, maxLength: most }),
    })
    .map(({ at, second, kept }) => ({ at, definitions: keepSome(first, second, kept) }));
}

/** The second catalog, with the first one's definition in its place where that is kept and all that it refers to is still there. */
function keepSome(
  first: readonly SegmentDocument[],
  second: readonly SegmentDocument[],
  kept: readonly boolean[],
): SegmentDocument[] {
  const ids = new Set(second.map(({ id }) => id));
  return second.map((document, index) => {
    const before = kept[index] === true ? first.find(({ id }) => id === document.id) : undefined;
    if (before === undefined) return document;
    return timeWordsOf(before).every(({ references }) => references.every((id) => ids.has(id))) ? before : document;
  });
}

const scheduleArbitrary: fc.Arbitrary<Schedule> = fc.record({
  pauses: fc.array(fc.record({ share: fc.double({ min: 0, max: 1, noNaN: true }), restart: fc.boolean() }), {
    maxLength: 4,
  }),
  stepwise: fc.boolean(),
});

/** A case of up to `most` definitions, in half of the cases with a change of them on the way. */
export function caseArbitrary(isSupported: Support, most = 4): fc.Arbitrary<Case> {
  return stageArbitrary.chain(({ account, start }) =>
    catalogArbitrary(start, isSupported, most).chain((documents) =>
      fc.record({
        account: fc.constant(account),
        documents: fc.constant(documents),
        history: historyArbitrary(start),
        change: fc.option(changeArbitrary(documents, start, isSupported, most), { nil: undefined, freq: 2 }),
        schedule: scheduleArbitrary,
      }),
    ),
  );
}

/** A case as a person can read and replay it; the definitions are JSON, which is YAML too. */
export function describeCase(one: Case): string {
  const steps = inOrder(one.history.arrivals, one.change).map((step) => {
    const when = `  ${new Date(step.at).toISOString()}`;
    if (step.kind === 'definitions') return `${when} new definitions`;
    return `${when} ${step.kind} ${JSON.stringify(step.event)}`;
  });
  return [
    `account: ${one.account.timeZone} ${one.account.currency}`,
    ...one.documents.map((document) => `segment: ${JSON.stringify(document)}`),
    ...(one.change?.definitions ?? []).map((document) => `afterwards: ${JSON.stringify(document)}`),
    'arrivals:',
    ...steps,
    `until: ${new Date(one.history.until).toISOString()}`,
    `schedule: ${JSON.stringify(one.schedule)}`,
  ].join('\n');
}

import fc from 'fast-check';
import { caseArbitrary, describeCase, type Case } from './case.ts';
import { leafKindsOf } from './coverage.ts';
import { answerCase, compileDocuments, engineSupport } from './disagreement.ts';
import { foldEngine } from './engine-fold.ts';
import { isErasure } from './history.ts';
import { shrink } from './shrinking.ts';
import { addWakeUps, count, countWakeUps, emptyTally, type Tally } from './tally.ts';
import { timeWordsOf } from './time-words.ts';

export interface Comparison {
  readonly tally: Tally;
  /** The smallest case found on which engine and oracle differ, described; undefined if they always agreed. */
  readonly failure: string | undefined;
}

/** The most definitions that share a history: many, as it is the history that costs time. */
const mostDefinitions = 48;

function countRefusals(tally: Tally, reasons: readonly string[]): void {
  for (const reason of reasons) count(tally.refusals, reason.replace(/\b[s#]\d+\b/g, 's*').slice(0, 160));
}

function hardshipsOf({ documents, history, change, schedule }: Case): string[] {
  const hardships = {
    'time passes due by due': schedule.stepwise,
    'time passes in one go': !schedule.stepwise,
    'the state is written out and read back': schedule.pauses.some(({ restart }) => restart),
    'definitions change': change !== undefined,
    'an erasure': history.arrivals.some(isErasure),
    'segments refer to segments': documents.flatMap(timeWordsOf).some(({ references }) => references.length > 0),
  };
  return Object.entries(hardships).flatMap(([name, isSo]) => (isSo ? [name] : []));
}

/** How often one of the definitions, of a single leaf and alone, has the customer woken. */
function countWakeUpsOfKind(one: Case, tally: Tally): void {
  const document = one.documents.find((each) => {
    const [words, ...more] = timeWordsOf(each);
    return each.kind !== 'static' && more.length === 0 && words?.references.length === 0;
  });
  const [kind] = document === undefined ? [] : leafKindsOf(document);
  if (document === undefined || kind === undefined) return;
  const compiled = compileDocuments([document], one.account);
  if ('reasons' in compiled) return;
  const { wakeUps } = foldEngine(compiled.catalog, one.history, { pauses: [], stepwise: true });
  countWakeUps(tally.wakeUpsOfKinds, kind, wakeUps);
}

function ask(one: Case, tally: Tally): void {
  const answer = answerCase(one);
  if (answer.kind === 'refused') {
    countRefusals(tally, answer.reasons);
    fc.pre(false);
    return;
  }
  if (answer.kind === 'different') throw new Error(answer.difference);
  const { timeline, fold } = answer;
  tally.checks += timeline.segmentIds.length;
  tally.histories += 1;
  tally.transitions += timeline.transitions.length;
  tally.byTime += timeline.transitions.filter((transition) => transition.cause === 'TIME').length;
  addWakeUps(tally.wakeUps, fold.wakeUps);
  tally.unforeseen += timeline.unforeseen.length;
  const definitions = new Set([...one.documents, ...(one.change?.definitions ?? [])]);
  for (const document of definitions) for (const kind of leafKindsOf(document)) count(tally.leaves, kind);
  for (const hardship of hardshipsOf(one)) count(tally.hardships, hardship);
  countWakeUpsOfKind(one, tally);
}

/** How engine and oracle disagree, or what either fails with; undefined when they agree. */
function complaintOf(one: Case): { readonly kind: string; readonly words: string } | undefined {
  try {
    const answer = answerCase(one);
    return answer.kind === 'different' ? { kind: answer.kind, words: answer.difference } : undefined;
  } catch (error) {
    return { kind: String(error), words: String(error) };
  }
}

/** Only what is wrong, at once. */
export function describeFailure(one: Case): string {
  return complaintOf(one)?.words ?? 'it does not come again';
}

/** The smallest case that is as bad, and what is wrong about it. */
function explainFailure(one: Case): string {
  const kind = complaintOf(one)?.kind;
  const { smallest, steps } = shrink(one, (simpler) => complaintOf(simpler)?.kind === kind);
  return [`${steps} shrinks`, complaintOf(smallest)?.words, describeCase(smallest)].join('\n');
}

/**
 * Compares engine and oracle over `runs` random histories; the same seed asks the same questions.
 *
 * @param explain says what is wrong with the first case on which they differ.
 */
export function compare(seed: number, runs: number, explain: (one: Case) => string = explainFailure): Comparison {
  const tally = emptyTally();
  const isSupported = engineSupport((reasons) => countRefusals(tally, reasons));
  const property = fc.property(caseArbitrary(isSupported, mostDefinitions), (one) => ask(one, tally));
  const result = fc.check(property, { seed, numRuns: runs, maxSkipsPerRun: 1000, endOnFailure: true });
  if (!result.failed) return { tally, failure: undefined };
  const found = result.counterexample?.[0];
  const explained = found === undefined ? 'no case could be made' : explain(found);
  return { tally, failure: `seed ${seed}, after ${result.numRuns} histories: ${explained}` };
}

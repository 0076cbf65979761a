import fc from 'fast-check';
import { answerCase, caseArbitrary, describeCase, engineSupport, type Case } from './disagreement.ts';

/** What a run of comparisons came to. */
export interface Tally {
  /** Cases both answered. */
  cases: number;
  transitions: number;
  /** Transitions at an instant at which nothing arrived. */
  byTime: number;
  /** How often the engine asked to be woken where time passed due by due, and how often something had changed then. */
  wakeUps: number;
  usefulWakeUps: number;
  /** Flips that the oracle found between its candidates; each is a gap in candidates.ts, not in the engine. */
  unforeseen: number;
  /** Why the engine refused conditions or catalogs, with how often. */
  readonly refusals: Map<string, number>;
}

export interface Comparison {
  readonly tally: Tally;
  /** The smallest case found on which engine and oracle differ, described; undefined if they always agreed. */
  readonly failure: string | undefined;
}

function count(refusals: Map<string, number>, reasons: readonly string[]): void {
  for (const reason of reasons) {
    const kind = reason.replace(/\b[s#]\d\b/g, 's*').slice(0, 160);
    refusals.set(kind, (refusals.get(kind) ?? 0) + 1);
  }
}

function ask(one: Case, tally: Tally): void {
  const answer = answerCase(one);
  if (answer.kind === 'refused') {
    count(tally.refusals, answer.reasons);
    fc.pre(false);
    return;
  }
  if (answer.kind === 'different') throw new Error(answer.difference);
  const { timeline, fold } = answer;
  tally.cases += 1;
  tally.transitions += timeline.transitions.length;
  tally.byTime += timeline.transitions.filter((transition) => transition.cause === 'TIME').length;
  tally.wakeUps += fold.wakeUps;
  tally.usefulWakeUps += fold.usefulWakeUps;
  tally.unforeseen += timeline.unforeseen.length;
}

/** Compares engine and oracle on `runs` random cases; the same seed asks the same questions. */
export function compare(seed: number, runs: number): Comparison {
  const tally: Tally = {
    cases: 0,
    transitions: 0,
    byTime: 0,
    wakeUps: 0,
    usefulWakeUps: 0,
    unforeseen: 0,
    refusals: new Map(),
  };
  const isSupported = engineSupport((_condition, reasons) => count(tally.refusals, reasons));
  const property = fc.property(caseArbitrary(isSupported), (one) => ask(one, tally));
  const result = fc.check(property, { seed, numRuns: runs, maxSkipsPerRun: 1000 });
  if (!result.failed) return { tally, failure: undefined };
  const smallest = result.counterexample?.[0];
  const reason = result.errorInstance instanceof Error ? result.errorInstance.message : 'no case could be made';
  const described = smallest === undefined ? '' : describeCase(smallest);
  return {
    tally,
    failure: [`seed ${seed}, after ${result.numRuns} runs and ${result.numShrinks} shrinks`, reason, described].join(
      '\n',
    ),
  };
}

import {
  checkDefinitions,
  checkDirectory,
  type DefinitionDocument,
  type FileProblem,
  formatFileProblem,
  goodWords,
} from '@weir/definitions';
import { type AccountSettings, type Catalog } from '@weir/engine';
import { chooseCurrency, noCurrency, readStatusGroups } from './account.ts';
import { runInProcess } from './in-process-run.ts';
import { type Cluster } from './kafka-run.ts';
import { prepareOutputs } from './output-directory.ts';
import { formatInstant, openOutputs, type Outputs } from './outputs.ts';
import { type Progress } from './progress.ts';
import { ReplayError } from './replay-error.ts';
import { type ReplayEvent } from './replay-event.ts';
import { readInput } from './replay-input.ts';
import { type ReplayOptions, type RunOptions } from './replay-options.ts';
import { type Outcome, summarize } from './summary.ts';

/** What a replay needs from outside. */
export interface Surroundings {
  readonly progress: Progress;
  /** Epoch milliseconds: when definitions are published. */
  readonly now: () => number;
  /** Milliseconds from any origin, to measure with. */
  readonly stopwatch: () => number;
  /** Starts a cluster, or names the one that is there; `stop` ends only what was started. Called at most once. */
  readonly openCluster: () => Promise<Cluster & { stop(): Promise<void> }>;
  /** Unique among the replays that share a cluster. */
  readonly topicPrefix: string;
  readonly signal: AbortSignal;
}

/** Of each topic of a replay through Kafka. */
const partitions = 4;

/** Does what the options say. Throws a ReplayError for everything its user can put right. */
export async function replay(options: ReplayOptions, surroundings: Surroundings): Promise<void> {
  const { timeZone, run } = options;
  const { progress, stopwatch } = surroundings;
  if (run !== null)
    await prepareOutputs(
      run.out,
      run.files.map(({ path }) => path),
    );
  const statusGroups = await readStatusGroups(options.statusGroupsFile);
  const presumed = { timeZone, currency: options.currency ?? noCurrency, statusGroups };
  const { documents, catalog } = await readDefinitions(options.definitions, presumed);
  if (run === null) return progress.say(goodWords(documents.length));
  const segments = catalog.segments.length;
  if (segments === 0) throw new ReplayError('WEIR_REPLAY_DEFINITIONS', `${options.definitions}: holds no segment`);

  const began = stopwatch();
  const input = await readInput(run, statusGroups, progress);
  const readSeconds = secondsBetween(began, stopwatch());
  const account = { ...presumed, currency: options.currency ?? sayCurrency(input.events, progress) };
  const outputs = await openOutputs(run.out);
  try {
    const outcome = run.isEngineOnly
      ? await runInProcess({
          ...{ catalog: compile(documents, account), events: input.events, until: run.until, outputs },
          ...{ progress, stopwatch, signal: surroundings.signal },
        })
      : await runOnCluster(documents, account, input.events, run, { ...surroundings, outputs });
    progress.watch(null);
    await outputs.finish(summarize(outcome, { run, account, segments, input, readSeconds }));
    const { transitions, seconds } = outcome;
    progress.say(
      `${transitions} transitions of ${input.events.length} events in ${seconds.toFixed(2)} s; see ${run.out}`,
    );
  } finally {
    await outputs.discard();
  }
}

async function readDefinitions(
  directory: string,
  account: AccountSettings,
): Promise<{ documents: readonly DefinitionDocument[]; catalog: Catalog }> {
  const checked = await checkDirectory(directory, account).catch((error: Error) => {
    throw new ReplayError('WEIR_REPLAY_DEFINITIONS', `--definitions: ${error.message}`);
  });
  if (checked.ok) return checked;
  throw definitionsError(checked.problems);
}

function compile(documents: readonly DefinitionDocument[], account: AccountSettings): Catalog {
  const checked = checkDefinitions(documents, account);
  if (checked.ok) return checked.catalog;
  throw definitionsError(checked.problems);
}

function definitionsError(problems: readonly FileProblem[]): ReplayError {
  return new ReplayError('WEIR_REPLAY_DEFINITIONS', problems.map(formatFileProblem).join('\n'));
}

function sayCurrency(events: readonly ReplayEvent[], progress: Progress): string {
  const { currency, others } = chooseCurrency(events);
  if (others.length > 0) {
    progress.say(
      `orders are in ${[currency, ...others].join(', ')}: the account's currency is taken to be ${currency} (--currency says otherwise)`,
    );
  }
  return currency;
}

async function runOnCluster(
  documents: readonly DefinitionDocument[],
  account: AccountSettings,
  events: readonly ReplayEvent[],
  { until }: RunOptions,
  surroundings: Surroundings & { readonly outputs: Outputs },
): Promise<Outcome> {
  const { progress, topicPrefix, signal, stopwatch, outputs } = surroundings;
  progress.watch(() => 'starting Kafka and a schema registry');
  // Loaded only now: what it needs takes longer to load than a small replay takes in process.
  const { runThroughKafka } = await import('./kafka-run.ts');
  const cluster = await surroundings.openCluster();
  try {
    progress.watch(() => 'starting the segment-evaluator');
    let began = stopwatch();
    const result = await runThroughKafka({
      ...{ cluster, topicPrefix, documents, account, events, until, partitions, signal, now: surroundings.now() },
      onPublishing: () => (began = stopwatch()),
      onProgress: ({ published, decidedUntil, transitions }) => {
        const decided =
          decidedUntil > 0 ? `decided up to ${formatInstant(decidedUntil)}` : 'waiting for the first decisions';
        progress.watch(
          () => `published ${published} of ${events.length} events, ${decided}, ${transitions} transitions`,
        );
      },
      onWaiting: progress.say,
    });
    for (const line of result.deadLetters) progress.say(`put aside by the segment-evaluator: ${line}`);
    const seconds = secondsBetween(began, stopwatch());
    await outputs.write(result);
    const { transitions, members, deadLetters } = result;
    return { transitions: transitions.length, members: members.length, seconds, deadLetters };
  } finally {
    progress.watch(null);
    await cluster.stop();
  }
}

function secondsBetween(began: number, ended: number): number {
  return Math.round(ended - began) / 1000;
}

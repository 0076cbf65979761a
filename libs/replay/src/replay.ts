import { setImmediate } from 'node:timers/promises';
import {
  type DefinitionDocument,
  type FileProblem,
  checkDefinitions,
  formatFileProblem,
  readDefinitionFiles,
} from '@weir/definitions';
import { type AccountSettings, type Catalog, type CustomerState, isMember } from '@weir/engine';
import { chooseCurrency, noCurrency, readStatusGroups } from './account.ts';
import { readCheckedEvents } from './checked-events.ts';
import { createFold, type FoldOptions } from './engine-fold.ts';
import { type Cluster } from './kafka-run.ts';
import { mergeEvents } from './merge.ts';
import {
  formatInstant,
  type Member,
  prepareOutputs,
  type ReplayResult,
  type Summary,
  writeOutputs,
} from './outputs.ts';
import { type Progress } from './progress.ts';
import { ReplayError } from './replay-error.ts';
import { idleTopics, type ReplayEvent } from './replay-event.ts';
import { type ReplayOptions, type RunOptions } from './replay-options.ts';
import { segmentEventInStreamTime } from './segment-event.ts';

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
const eventsPerBreath = 10_000;

/** Does what the options say. Throws a ReplayError for everything its user can put right. */
export async function replay(options: ReplayOptions, surroundings: Surroundings): Promise<void> {
  const { timeZone, run } = options;
  if (run !== null) await prepareOutputs(run.out);
  const statusGroups = await readStatusGroups(options.statusGroupsFile);
  const documents = await readDocuments(options.definitions);
  const catalog = compile(documents, { timeZone, currency: options.currency ?? noCurrency, statusGroups });
  if (run === null) return surroundings.progress.say(`${documents.length} definitions are good.`);
  if (catalog.segments.length === 0)
    throw new ReplayError('WEIR_REPLAY_DEFINITIONS', `${options.definitions}: holds no segment`);

  const began = surroundings.stopwatch();
  const input = await readInput(run, surroundings.progress);
  const readSeconds = secondsBetween(began, surroundings.stopwatch());
  const account = {
    timeZone,
    currency: options.currency ?? sayCurrency(input.events, surroundings.progress),
    statusGroups,
  };
  const outcome = run.isEngineOnly
    ? await runInProcess(compile(documents, account), input.events, run, surroundings)
    : await runOnCluster(documents, account, input.events, run, surroundings);
  const summary = summarize(outcome, { run, account, catalog, input, readSeconds });
  surroundings.progress.watch(null);
  await writeOutputs(run.out, outcome, summary);
  surroundings.progress.say(
    `${outcome.transitions.length} transitions of ${input.events.length} events in ${outcome.seconds.toFixed(2)} s; see ${run.out}`,
  );
}

interface Outcome extends ReplayResult {
  /** From the first event to the last decision, files and start-up left out. */
  readonly seconds: number;
  /** Why the evaluator put records aside, a line each. */
  readonly deadLetters: readonly string[];
}

interface Input {
  readonly events: readonly ReplayEvent[];
  readonly afterUntil: number;
  readonly rejectedLines: number;
}

async function readDocuments(directory: string): Promise<readonly DefinitionDocument[]> {
  const { documents, problems } = await readDefinitionFiles(directory).catch((error: Error) => {
    throw new ReplayError('WEIR_REPLAY_DEFINITIONS', `--definitions: ${error.message}`);
  });
  if (problems.length > 0) throw definitionsError(problems);
  return documents;
}

function compile(documents: readonly DefinitionDocument[], account: AccountSettings): Catalog {
  const checked = checkDefinitions(documents, account);
  if (!checked.ok) throw definitionsError(checked.problems);
  return checked.catalog;
}

function definitionsError(problems: readonly FileProblem[]): ReplayError {
  return new ReplayError('WEIR_REPLAY_DEFINITIONS', problems.map(formatFileProblem).join('\n'));
}

async function readInput(run: RunOptions, progress: Progress): Promise<Input> {
  progress.watch(() => 'reading events');
  const { events: received, rejectedLines } = await readCheckedEvents(run);
  const { events, afterUntil } = mergeEvents(received, run.until);
  progress.watch(null);
  if (rejectedLines > 0) progress.say(`${rejectedLines} bad lines are left out: see ${run.out}/rejected.ndjson`);
  const idle = events.filter(({ topic }) => idleTopics.has(topic)).length;
  if (idle > 0)
    progress.say(`${idle} events are of topics that no segment can ask for yet: ${[...idleTopics].join(', ')}`);
  if (afterUntil > 0) progress.say(`${afterUntil} events lie after ${formatInstant(run.until)} and are not applied`);
  return { events, afterUntil, rejectedLines };
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

async function runInProcess(
  catalog: Catalog,
  events: readonly ReplayEvent[],
  { until }: RunOptions,
  { progress, signal, stopwatch }: Surroundings,
): Promise<Outcome> {
  const began = stopwatch();
  const decided: Parameters<FoldOptions['onTransition']>[] = [];
  const fold = createFold({ catalog, onTransition: (...transition) => decided.push(transition) });
  let applied = 0;
  progress.watch(() => `applied ${applied} of ${events.length} events, ${decided.length} transitions`);
  for (const event of events) {
    fold.apply(event);
    applied += 1;
    if (applied % eventsPerBreath === 0) await breathe(signal);
  }
  fold.advanceTo(until);
  const seconds = secondsBetween(began, stopwatch());
  const transitions = decided.map(([transition, causeRef]) => segmentEventInStreamTime(transition, causeRef));
  return { transitions, members: [...fold.states.values()].flatMap(membersOf), seconds, deadLetters: [] };
}

/** Lets progress be told and signals be heard. */
async function breathe(signal: AbortSignal): Promise<void> {
  await setImmediate();
  signal.throwIfAborted();
}

function membersOf({ customerId, memberships }: CustomerState): Member[] {
  return [...memberships.values()].filter(isMember).map(({ segmentId, since }) => ({ customerId, segmentId, since }));
}

async function runOnCluster(
  documents: readonly DefinitionDocument[],
  account: AccountSettings,
  events: readonly ReplayEvent[],
  { until }: RunOptions,
  surroundings: Surroundings,
): Promise<Outcome> {
  const { progress, topicPrefix, signal, stopwatch } = surroundings;
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
    return { ...result, seconds: secondsBetween(began, surroundings.stopwatch()) };
  } finally {
    progress.watch(null);
    await cluster.stop();
  }
}

function summarize(
  { transitions, members, seconds, deadLetters }: Outcome,
  {
    run,
    account,
    catalog,
    input,
    readSeconds,
  }: { run: RunOptions; account: AccountSettings; catalog: Catalog; input: Input; readSeconds: number },
): Summary {
  const { events, afterUntil, rejectedLines } = input;
  return {
    mode: run.isEngineOnly ? 'engine-only' : 'kafka',
    until: formatInstant(run.until),
    timeZone: account.timeZone,
    currency: account.currency,
    segments: catalog.segments.length,
    events: events.length,
    eventsAfterUntil: afterUntil,
    rejectedLines,
    deadLetters: deadLetters.length,
    customers: new Set(events.map(({ event }) => event.customerId)).size,
    transitions: transitions.length,
    members: members.length,
    readSeconds,
    seconds,
    eventsPerSecond: seconds > 0 ? Math.round(events.length / seconds) : 0,
  };
}

function secondsBetween(began: number, ended: number): number {
  return Math.round(ended - began) / 1000;
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Codec, createCodec, subjectName, topicName } from '@weir/codec';
import { type DefinitionDocument, publishDefinitions } from '@weir/definitions';
import { type AccountSettings, type Instant } from '@weir/engine';
import {
  type AdminPort,
  connectAdmin,
  connectKafka,
  type KafkaPort,
  type Publisher,
  type TopicDefinition,
} from '@weir/kafka';
import { createSilentLogger } from '@weir/observability';
import { awaitTicks } from './await-ticks.ts';
import { readDeadLetters } from './dead-letters.ts';
import { deleteSubjects } from './delete-subjects.ts';
import { OutcomeReader } from './outcome-reader.ts';
import { type ReplayResult } from './outputs.ts';
import { publishEvents } from './publish-events.ts';
import { eventTopics, type ReplayEvent } from './replay-event.ts';
import { ReplayError } from './replay-error.ts';
import { replayTopics } from './replay-topics.ts';
import { startService } from './service-process.ts';

const recordNames = [...eventTopics, 'segment-events', 'customers', 'definitions'] as const;

/** A broker and a schema registry that are there already. */
export interface Cluster {
  /** `host:port` each. */
  readonly brokers: readonly string[];
  readonly registryUrl: string;
  /** Resolves with a sentence when it has ended by itself. */
  readonly brokenBy: Promise<string>;
  /** Whether it ends with the run, so that nothing on it needs to be removed. */
  readonly isOwn: boolean;
}

export interface KafkaRunOptions {
  readonly cluster: Cluster;
  /** Of this run alone: before the names of its topics. */
  readonly topicPrefix: string;
  readonly documents: readonly DefinitionDocument[];
  readonly account: AccountSettings;
  /** In the order in which they are applied, none after `until`. */
  readonly events: readonly ReplayEvent[];
  readonly until: Instant;
  readonly partitions: number;
  /** When the definitions were published; no decision depends on it. */
  readonly now: Instant;
  readonly onProgress: (progress: KafkaProgress) => void;
  /** Called when everything has started, just before the first event is sent. */
  readonly onPublishing: () => void;
  /** Gets a line whenever something is waited for. */
  readonly onWaiting: (line: string) => void;
  /** Gives up, cleans up and rejects. */
  readonly signal: AbortSignal;
}

export interface KafkaProgress {
  /** Events sent. */
  readonly published: number;
  /** Stream time: everything up to this instant is decided on every partition; -Infinity before the first. */
  readonly decidedUntil: Instant;
  readonly transitions: number;
}

export interface KafkaRunResult extends ReplayResult {
  /** Why records were put aside by the evaluator, one line each. */
  readonly deadLetters: readonly string[];
}

/**
 * Runs events through the real segment-evaluator, in topics of its own, and reads what came out. Leaves nothing behind on a
 * cluster that goes on, whether it succeeds or fails.
 */
export async function runThroughKafka(options: KafkaRunOptions): Promise<KafkaRunResult> {
  const { cluster, topicPrefix, onWaiting, signal } = options;
  const clientOptions = { brokers: cluster.brokers, clientId: 'replay', logger: createSilentLogger(), onWaiting };
  const admin = await connectAdmin(clientOptions);
  const kafka = connectKafka(clientOptions);
  const stateDir = await mkdtemp(join(tmpdir(), 'weir-replay-'));
  const created = replayTopics(topicPrefix, options.partitions);
  try {
    await admin.createTopics(created);
    const codec = createCodec({ registryUrl: cluster.registryUrl, topicPrefix, onWaiting, signal });
    await codec.prepare(recordNames);
    const { documents, now } = options;
    await publishDefinitions(documents, { kafka, codec, topicPrefix, now, prune: false });
    return await runEvaluator(options, kafka, codec, stateDir);
  } catch (error) {
    // What fails after the order to stop fails because of it.
    signal.throwIfAborted();
    throw error;
  } finally {
    await kafka.close();
    if (!cluster.isOwn) await removeTraces(admin, created, options);
    await admin.close();
    await rm(stateDir, { recursive: true, force: true });
  }
}

/** Tells what stays behind instead of failing: the replay may have succeeded, or failed for a better reason. */
async function removeTraces(
  admin: AdminPort,
  created: readonly TopicDefinition[],
  { cluster, topicPrefix, onWaiting }: KafkaRunOptions,
): Promise<void> {
  try {
    await admin.deleteTopics(created.map(({ topic }) => topic));
  } catch (error) {
    onWaiting(`The topics ${topicPrefix}* could not be removed: ${(error as Error).message}`);
  }
  await deleteSubjects(
    cluster.registryUrl,
    recordNames.map((name) => subjectName(name, topicPrefix)),
  );
}

async function runEvaluator(
  options: KafkaRunOptions,
  kafka: KafkaPort,
  codec: Codec,
  stateDir: string,
): Promise<KafkaRunResult> {
  const publisher = await kafka.openPublisher();
  const evaluator = await startService('segment-evaluator', evaluatorEnvironment(options, stateDir));
  const giveUp = new AbortController();
  const outcome = new OutcomeReader(codec, options.topicPrefix);
  options.onPublishing();
  const pumping = pumpEvents(options, { kafka, codec, publisher, outcome, signal: giveUp.signal });
  try {
    await Promise.race([evaluator.died, broken(options.cluster), pumping]);
    const deadLetters = await readDeadLetters(kafka, options.topicPrefix, options.partitions);
    return { ...(await outcome.result()), deadLetters };
  } finally {
    giveUp.abort();
    await publisher.close();
    await Promise.allSettled([pumping]);
    await evaluator.stop();
  }
}

interface Pump {
  readonly kafka: KafkaPort;
  readonly codec: Codec;
  readonly publisher: Publisher;
  readonly outcome: OutcomeReader;
  readonly signal: AbortSignal;
}

/** Sends events in and takes what comes out, until all has come out. */
async function pumpEvents(
  { topicPrefix, partitions, events, until, onProgress, signal }: KafkaRunOptions,
  pump: Pump,
): Promise<void> {
  const { kafka, outcome } = pump;
  const progress = { published: 0, decidedUntil: Number.NEGATIVE_INFINITY };
  const report = (change: Partial<typeof progress>) => {
    Object.assign(progress, change);
    onProgress({ ...progress, transitions: outcome.transitions });
  };
  const publishing = publishEvents(events, until, {
    ...{ ...pump, topicPrefix, partitions, inputs: eventTopics },
    onPublished: (published) => report({ published }),
  });
  const reading = awaitTicks({
    ...{ kafka, partitions, until },
    topics: [topicName('segment-events', topicPrefix), topicName('customers', topicPrefix)],
    onRecords: (source, records) => outcome.read(source, records),
    onReached: (decidedUntil) => report({ decidedUntil }),
    signal: AbortSignal.any([signal, pump.signal]),
  });
  await Promise.all([publishing, reading]);
}

function evaluatorEnvironment(
  { cluster, topicPrefix, account }: KafkaRunOptions,
  stateDir: string,
): Record<string, string> {
  return {
    KAFKA_BROKERS: cluster.brokers.join(','),
    SCHEMA_REGISTRY_URL: cluster.registryUrl,
    TOPIC_PREFIX: topicPrefix,
    STATE_DIR: stateDir,
    CLOCK: 'stream',
    ACCOUNT_TIME_ZONE: account.timeZone,
    ACCOUNT_CURRENCY: account.currency,
    ACCOUNT_STATUS_GROUPS: JSON.stringify(account.statusGroups),
    HTTP_PORT: '0',
  };
}

async function broken(cluster: Cluster): Promise<never> {
  const reason = await cluster.brokenBy;
  throw new ReplayError('WEIR_REPLAY_CLUSTER', reason);
}

import { backoffMs, pause } from './backoff.ts';
import {
  type Client,
  type Consumer,
  decodeMember,
  encodeAssignment,
  encodeMember,
  type PartitionAssigner,
} from './client.ts';
import { messageOf } from './errors.ts';
import { isTransient } from './kafkajs-errors.ts';
import { type MetadataCache } from './metadata-cache.ts';
import { type GroupMember, type GroupOptions, type TopicPartition } from './port.ts';
import { assignSticky, type MemberClaim } from './sticky-assigner.ts';
import { type Waiting } from './waiting.ts';

export interface GroupContext {
  readonly client: Client;
  readonly metadata: MetadataCache;
  readonly waiting: Waiting;
  readonly signal: AbortSignal;
}

const protocolName = 'weir-sticky-copartitioned';

/**
 * Membership of a consumer group, and nothing else: the consumer never fetches a record.
 *
 * All its topics are paused while the GROUP_JOIN event is emitted, which is synchronous and comes before KafkaJS starts fetching; the
 * pause belongs to the consumer group and survives rebalances. With everything paused, each of KafkaJS's fetch rounds sleeps for
 * `maxWaitTimeInMs` and then sends a heartbeat when one is due (runner.js `fetch`), so membership stays alive.
 */
export class KafkaJsGroupMember implements GroupMember {
  readonly #context: GroupContext;
  readonly #options: GroupOptions;
  readonly #leaving = new AbortController();
  #consumer: Consumer | undefined;
  #owned: readonly number[] = [];
  #generation = 0;

  constructor(context: GroupContext, options: GroupOptions) {
    this.#context = context;
    this.#options = options;
    context.signal.addEventListener('abort', () => this.#leaving.abort(), { once: true });
  }

  /** Resolves when it is on its way into the group; the assignment comes by `onAssigned`. Goes on trying until it leaves. */
  async join(): Promise<void> {
    const { client, waiting } = this.#context;
    const subject = `Kafka at ${client.brokers.join(',')}`;
    for (let attempt = 0; !this.#leaving.signal.aborted; attempt += 1) {
      const consumer = this.#create();
      try {
        await waiting.during(subject, this.#start(consumer));
        waiting.found(subject);
        return;
      } catch (error) {
        await consumer.disconnect().catch(() => undefined);
        if (this.#leaving.signal.aborted) return;
        waiting.missing(subject, messageOf(error));
        await pause(backoffMs(attempt, 100, 2_000), this.#leaving.signal);
      }
    }
  }

  async commitOffsets(offsets: readonly (TopicPartition & { readonly offset: number })[]): Promise<void> {
    const commits = offsets.map(({ topic, partition, offset }) => ({ topic, partition, offset: String(offset) }));
    await this.#consumer?.commitOffsets(commits).catch(() => undefined);
  }

  async leave(): Promise<void> {
    this.#leaving.abort();
    const consumer = this.#consumer;
    this.#consumer = undefined;
    await consumer?.disconnect().catch(() => undefined);
  }

  #create(): Consumer {
    const { groupId, sessionTimeoutMs, topics } = this.#options;
    this.#generation += 1;
    const generation = this.#generation;
    const isCurrent = (): boolean => generation === this.#generation && !this.#leaving.signal.aborted;
    const consumer = this.#context.client.groupConsumer({ groupId, sessionTimeoutMs, assigner: this.#assigner() });
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      consumer.pause(topics.map((topic) => ({ topic })));
      if (isCurrent()) this.#assigned(payload.memberAssignment);
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!isCurrent()) return;
      this.#options.onCrashed({ error: payload.error, isExpected: isTransient(payload.error) });
      void this.#rejoin(consumer);
    });
    return consumer;
  }

  async #start(consumer: Consumer): Promise<void> {
    this.#consumer = consumer;
    await consumer.connect();
    await consumer.subscribe({ topics: [...this.#options.topics] });
    await consumer.run({ autoCommit: false, eachBatch: () => Promise.resolve() });
  }

  async #rejoin(crashed: Consumer): Promise<void> {
    this.#generation += 1;
    await crashed.disconnect().catch(() => undefined);
    await pause(250, this.#leaving.signal);
    await this.join();
  }

  #assigned(assignment: Readonly<Record<string, readonly number[]>>): void {
    const partitions = assignment[this.#options.topics[0] as string] ?? [];
    this.#owned = [...partitions].sort((left, right) => left - right);
    this.#options.onAssigned(this.#owned);
  }

  /** Members report in `userData` what they own; the one that Kafka makes the leader decides for all. */
  #assigner(): PartitionAssigner {
    const { topics } = this.#options;
    return () => ({
      name: protocolName,
      version: 1,
      protocol: () => {
        const userData = Buffer.from(JSON.stringify({ owned: this.#owned }));
        return { name: protocolName, metadata: encodeMember({ version: 1, topics: [...topics], userData }) };
      },
      assign: async ({ members }) => {
        const partitions = await this.#context.metadata.partitionCount(topics[0] as string);
        const claims = members.map(({ memberId, memberMetadata }) => readClaim(memberId, memberMetadata));
        return [...assignSticky(partitions ?? 0, claims)].map(([memberId, assigned]) => ({
          memberId,
          memberAssignment: encodeAssignment(Object.fromEntries(topics.map((topic) => [topic, assigned]))),
        }));
      },
    });
  }
}

/** What another member wrote is not trusted: anything unreadable claims nothing. */
function readClaim(memberId: string, metadata: Buffer): MemberClaim {
  try {
    const { owned } = JSON.parse(decodeMember(metadata)?.userData.toString() ?? '{}') as { owned?: unknown };
    return { memberId, owned: Array.isArray(owned) ? owned.filter(Number.isInteger) : [] };
  } catch {
    return { memberId, owned: [] };
  }
}

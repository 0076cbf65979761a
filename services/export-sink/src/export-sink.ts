import { type GroupMember, type KafkaPort, tellGroupLoss, type TopicPartition } from '@weir/kafka';
import { type Logger } from '@weir/observability';
import { type Component } from '@weir/service';
import { type Ingest, type IngestedTopic, type UnreadableRecord } from './ingest.ts';
import { PartitionFollower } from './partition-follower.ts';

export interface ExportSinkOptions {
  readonly kafka: KafkaPort;
  readonly ingest: Ingest;
  readonly groupId: string;
  /** Names on the broker. */
  readonly topics: Readonly<Record<IngestedTopic, string>>;
  readonly logger: Logger;
  readonly setAside: (source: TopicPartition, records: readonly UnreadableRecord[]) => Promise<void>;
  readonly onProgress: (id: IngestedTopic, partition: number, written: number, behind: number) => void;
  /** Going on is of no use. */
  readonly onFatal: (error: Error) => void;
}

const shared = ['customers', 'segment-events'] as const;
const sessionTimeoutMs = 10_000;
const advisoryMs = 5_000;

/**
 * Follows the partitions that the group assigns to this process into its database. Where it stands is in the database and nowhere else; the group
 * only shares the partitions out, and shows the lag.
 */
export class ExportSink implements Component {
  readonly name = 'export-sink';
  readonly #options: ExportSinkOptions;
  readonly #followers = new Map<string, { follower: PartitionFollower; running: Promise<void> }>();
  #member: GroupMember | null = null;
  #assigned: readonly number[] | null = null;
  #advisory: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(options: ExportSinkOptions) {
    this.#options = options;
  }

  /** True once all that there was has been written. */
  isReady(): boolean {
    return this.#assigned !== null && [...this.#followers.values()].every(({ follower }) => follower.isAbreast);
  }

  async start(): Promise<void> {
    const { groupId, kafka, logger, topics } = this.#options;
    this.#follow('definitions', { topic: topics.definitions, partition: 0 });
    this.#member = await kafka.joinGroup({
      groupId,
      topics: shared.map((id) => topics[id]),
      sessionTimeoutMs,
      onAssigned: (partitions) => this.#assign(partitions),
      onCrashed: (loss) => tellGroupLoss(logger, loss),
    });
    this.#advisory = setInterval(() => void this.#commitOffsets(), advisoryMs);
    this.#advisory.unref();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#advisory);
    for (const { follower } of this.#followers.values()) follower.stop();
    await Promise.all([...this.#followers.values()].map(({ running }) => running));
    const member = this.#member;
    this.#member = null;
    if (member === null) return;
    await this.#commitOffsets(member);
    await member.leave();
  }

  #assign(partitions: readonly number[]): void {
    if (this.#isStopped) return;
    const { logger, topics } = this.#options;
    this.#assigned = partitions;
    logger.info({ partitions }, 'assigned');
    this.#letGo(partitions).catch((error: unknown) => this.#options.onFatal(error as Error));
    for (const partition of partitions) {
      for (const id of shared) this.#follow(id, { topic: topics[id], partition });
    }
  }

  /** Rows that nobody here keeps up to date would be wrong before long. */
  async #letGo(kept: readonly number[]): Promise<void> {
    const { ingest, logger, topics } = this.#options;
    const names = shared.map((id) => topics[id]);
    const lost = [...this.#followers].filter(([key]) => {
      const { topic, partition } = parseKey(key);
      return names.includes(topic) && !kept.includes(partition);
    });
    for (const [key, { follower }] of lost) {
      this.#followers.delete(key);
      follower.stop();
    }
    await Promise.all(lost.map(([, { running }]) => running));
    const removed = ingest.keepOnly(names, this.#assigned ?? kept);
    if (removed > 0)
      logger.warn({ kept }, 'other processes of the group have the other partitions now; their rows are removed here');
  }

  #follow(id: IngestedTopic, source: TopicPartition): void {
    const { kafka, ingest, setAside, onProgress, onFatal } = this.#options;
    const key = keyOf(source);
    if (this.#followers.has(key)) return;
    const follower = new PartitionFollower({
      kafka,
      ingest,
      id,
      source,
      setAside,
      onProgress: (written, behind) => onProgress(id, source.partition, written, behind),
    });
    this.#followers.set(key, { follower, running: follower.run().catch((error: unknown) => onFatal(error as Error)) });
  }

  /** For lag dashboards only. */
  async #commitOffsets(member = this.#member): Promise<void> {
    const { ingest, topics } = this.#options;
    const offsets = (this.#assigned ?? []).flatMap((partition) =>
      shared.flatMap((id) => {
        const source = { topic: topics[id], partition };
        const offset = ingest.position(source);
        return offset === null ? [] : [{ ...source, offset }];
      }),
    );
    if (offsets.length > 0) await member?.commitOffsets(offsets);
  }
}

function keyOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}

function parseKey(key: string): TopicPartition {
  const at = key.lastIndexOf('/');
  return { topic: key.slice(0, at), partition: Number(key.slice(at + 1)) };
}

import { murmur2Partition } from '@weir/kafka';
import { setTimeout as sleep } from 'node:timers/promises';
import { OutputWatch, type SeenRecord } from './output-watch.ts';
import { firstOrderSegment, sentinelSegment } from './segments.ts';
import { type BenchRecord, orderRecord, type Workload } from './workload.ts';

const givesUpAfterMs = 300_000;
/** Events published together while latency is measured: a steady trickle, not bursts. */
const publishEveryMs = 10;

/** What an output record tells: the order it came of, for the evaluator only that of a customer who entered one of two segments. */
export type ReadOutput = (record: SeenRecord, workload: Workload) => string | null;

/** The plain loop copies the order. */
export const readPlainOutput: ReadOutput = ({ value }, { codec }) =>
  codec.decode('order-events', value as Buffer).eventId;

export const readSegmentOutput: ReadOutput = ({ value }, { codec }) => {
  const event = codec.decode('segment-events', value as Buffer);
  const isMeasured = event.segmentId === firstOrderSegment || event.segmentId === sentinelSegment;
  return event.type === 'SegmentEntered' && isMeasured ? event.causeRef : null;
};

/** Follows one output topic: when the backlog is through, and how long an event takes to become visible. */
export class MeasuredOutput {
  readonly #workload: Workload;
  readonly #awaited = new Map<string, (seenAt: number) => void>();
  #watch: OutputWatch | null = null;
  #outputs = 0;
  #firstSeenAt = Number.NaN;
  #fresh: number;
  #sentinelsSeen: Promise<number[]> = Promise.resolve([]);

  private constructor(workload: Workload, firstFresh: number) {
    this.#workload = workload;
    this.#fresh = firstFresh;
  }

  /** `firstFresh` numbers the new customers, so that two measured outputs never share one. */
  static async follow(
    workload: Workload,
    topic: string,
    read: ReadOutput,
    firstFresh: number,
  ): Promise<MeasuredOutput> {
    const output = new MeasuredOutput(workload, firstFresh);
    output.#watch = await OutputWatch.start(workload.kafka, topic, workload.size.partitions, (record) => {
      if (output.#outputs === 0) output.#firstSeenAt = record.seenAt;
      output.#outputs += 1;
      const eventId = read(record, workload);
      if (eventId === null) return;
      output.#awaited.get(eventId)?.(record.seenAt);
      output.#awaited.delete(eventId);
    });
    return output;
  }

  /** One more order for each partition, behind the whole backlog: its output tells that all of it has been processed. */
  async publishSentinels(): Promise<void> {
    const sentinels = this.#createSentinels();
    this.#sentinelsSeen = this.#await(sentinels.map(({ eventId }) => eventId));
    this.#sentinelsSeen.catch(() => undefined);
    await this.#workload.publisher.publish(sentinels.map(({ record }) => record));
  }

  /** From the first output seen to the output of the last sentinel. */
  async backlogDone(): Promise<{ seconds: number; outputs: number }> {
    const lastSeenAt = Math.max(...(await this.#sentinelsSeen));
    return { seconds: (lastSeenAt - this.#firstSeenAt) / 1_000, outputs: this.#outputs };
  }

  /** Publishes first orders of new customers at a steady rate; ms from before each append until its output was read. */
  async latencies(rate: number, seconds: number): Promise<number[]> {
    const { publisher, shop } = this.#workload;
    const startedAt = Date.now();
    const waits: Promise<number>[] = [];
    for (let published = 0; published < rate * seconds;) {
      const due = Math.min(rate * seconds, Math.floor(((Date.now() - startedAt) / 1_000) * rate));
      const appendedAt = Date.now();
      const events = Array.from({ length: due - published }, () => shop.freshOrder(this.#fresh++, appendedAt));
      published = due;
      for (const event of events)
        waits.push(this.#await([event.eventId]).then(([seenAt]) => (seenAt as number) - appendedAt));
      if (events.length > 0)
        await publisher.publish(events.map((event) => toRecord(orderRecord(this.#workload, event), appendedAt)));
      await sleep(publishEveryMs);
    }
    return Promise.all(waits);
  }

  async stop(): Promise<void> {
    await this.#watch?.stop();
  }

  #await(eventIds: readonly string[]): Promise<number[]> {
    const all = Promise.all(
      eventIds.map((eventId) => new Promise<number>((resolve) => this.#awaited.set(eventId, resolve))),
    );
    const patience = sleep(givesUpAfterMs, null, { ref: false }).then(() => {
      throw new Error(
        `no output after ${givesUpAfterMs / 1_000} s for ${this.#awaited.size} events: see the process's last lines`,
      );
    });
    return Promise.race([all, patience]);
  }

  /** One order for each partition that makes a customer of its own enter the sentinel segment. */
  #createSentinels(): { eventId: string; record: BenchRecord }[] {
    const { shop, size } = this.#workload;
    const now = Date.now();
    const missing = new Set(Array.from({ length: size.partitions }, (_, partition) => partition));
    const sentinels: { eventId: string; record: BenchRecord }[] = [];
    while (missing.size > 0) {
      const event = shop.freshOrder(this.#fresh++, now);
      if (!missing.delete(murmur2Partition(event.customerId, size.partitions))) continue;
      const sentinel = { ...event, order: { ...event.order, status: 'bench-sentinel' } };
      sentinels.push({ eventId: event.eventId, record: toRecord(orderRecord(this.#workload, sentinel), now) });
    }
    return sentinels;
  }
}

function toRecord(record: Pick<BenchRecord, 'topic' | 'key' | 'value'>, timestamp: number): BenchRecord {
  return { ...record, partition: null, timestamp };
}

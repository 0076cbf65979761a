import { topicName } from '@weir/codec';
import { readTick, type TopicPartition } from '@weir/kafka';
import { type Cluster } from './cluster.ts';

/**
 * The topics in which the services say how far they are, and how many write there. In stream time each service passes a tick on to
 * each partition of its output when it has done everything up to that instant, outcomes of what it sent included. Message events come of the
 * mailer and of sms, and the shop says there, as in every input of the evaluator, how far its events are.
 */
const writersOf = { 'segment-events': 1, customers: 1, 'message-events': 3, tasks: 1 } as const;

const readPatienceMs = 500;

/** The last thing that the services wrote to a partition for the events up to the end. */
export interface End extends TopicPartition {
  readonly offset: number;
}

/**
 * Resolves when every service on the stream clock has done everything up to `until` (epoch ms). `onReached` gets the instant that all of them have
 * passed, whenever it changes. Resolves with the end of each partition; rejects with the signal's reason when it is aborted.
 */
export async function awaitServices(
  cluster: Cluster,
  until: number,
  signal: AbortSignal,
  onReached: (instant: number) => void,
): Promise<End[]> {
  const outputs = (Object.keys(writersOf) as (keyof typeof writersOf)[]).flatMap((id) =>
    Array.from({ length: cluster.partitions }, (_, partition) => ({
      source: { topic: topicName(id, cluster.topicPrefix), partition },
      writers: writersOf[id],
    })),
  );
  const reached = new Map(outputs.map(({ source }) => [source, Number.NEGATIVE_INFINITY]));
  const onTick = (source: TopicPartition, instant: number): void => {
    reached.set(source, instant);
    onReached(Math.min(...reached.values()));
  };
  return Promise.all(outputs.map((output) => followTicks(cluster, { ...output, until, signal, onTick })));
}

interface Followed {
  readonly source: TopicPartition;
  /** How many write to it. */
  readonly writers: number;
  readonly until: number;
  readonly signal: AbortSignal;
  readonly onTick: (source: TopicPartition, instant: number) => void;
}

/** Reads a partition until each of its writers has passed on a tick at `until`. */
async function followTicks({ kafka }: Cluster, { source, writers, until, signal, onTick }: Followed): Promise<End> {
  const reader = kafka.readPartition(source, 0);
  try {
    for (let underWay = writers; ;) {
      signal.throwIfAborted();
      const { records } = await reader.read(readPatienceMs);
      for (const record of records) {
        const instant = readTick(record);
        if (instant === undefined) continue;
        onTick(source, instant);
        if (instant >= until) underWay -= 1;
        if (underWay === 0) return { ...source, offset: record.offset };
      }
    }
  } finally {
    await reader.close();
  }
}

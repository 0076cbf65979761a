import { join } from 'node:path';
import { applyDefinitions } from '@weir/definitions';
import { eventTopics, mergeEvents, publishEvents, readEventFiles, type ReplayEvent } from '@weir/replay';
import { awaitServices, type End } from './await-services.ts';
import { type Cluster } from './cluster.ts';
import { account, type Definitions } from './definitions.ts';
import { DemoError } from './demo-error.ts';
import { type EventFiles, writeEventFiles } from './shop.ts';

const data = join(import.meta.dirname, '../data/complete-journey-orders-207.ndjson.gz');

/** Midnight in New York, at the end of the year that the data covers (epoch ms); inclusive. */
export const until = Date.parse('2018-01-01T00:00:00-05:00');

export interface Year {
  readonly files: EventFiles;
  /** In the order in which they are applied, none after `until`. */
  readonly events: readonly ReplayEvent[];
}

/** Writes the event files as a shop would, and reads them as anybody's: every line checked. */
export async function prepareYear(directory: string): Promise<Year> {
  const files = await writeEventFiles(data, directory);
  const problems: string[] = [];
  const events = await readEventFiles(
    [
      { topic: 'customer-events', path: files.customers },
      { topic: 'order-events', path: files.orders },
    ],
    (bad) =>
      problems.push(
        `${bad.file}:${bad.line}: ${bad.problems.map(({ field, reason }) => `${field} ${reason}`).join('; ')}`,
      ),
  );
  if (problems.length > 0) throw new DemoError('WEIR_DEMO_DATA', problems.slice(0, 10).join('\n'));
  return { files, events: mergeEvents(events, until).events };
}

export async function publishDemoDefinitions(cluster: Cluster, { documents }: Definitions, now: number): Promise<void> {
  const { kafka, codec, topicPrefix } = cluster;
  await applyDefinitions(documents, { account, kafka, codec, topicPrefix, now, prune: false });
}

export interface YearOptions {
  readonly signal: AbortSignal;
  /** Gets how many events are sent, and the instant (epoch ms) that every service has passed. */
  readonly onProgress: (published: number, reached: number) => void;
}

/** Sends the year's events and resolves when every service has done all that they lead to, with where their output ends. */
export async function runYear(cluster: Cluster, { events }: Year, { signal, onProgress }: YearOptions): Promise<End[]> {
  const { kafka, codec, topicPrefix, partitions } = cluster;
  const progress = { published: 0, reached: Number.NEGATIVE_INFINITY };
  const note = (change: Partial<typeof progress>): void => {
    Object.assign(progress, change);
    onProgress(progress.published, progress.reached);
  };
  const publisher = await kafka.openPublisher();
  try {
    const onPublished = (published: number): void => note({ published });
    const inputs = eventTopics;
    const [, ends] = await Promise.all([
      publishEvents(events, until, { publisher, codec, topicPrefix, partitions, inputs, onPublished }),
      awaitServices(cluster, until, signal, (reached) => note({ reached })),
    ]);
    return ends;
  } finally {
    await publisher.close();
  }
}

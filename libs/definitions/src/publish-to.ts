import { createCodec } from '@weir/codec';
import { type AccountSettings, type Instant } from '@weir/engine';
import { connectKafka } from '@weir/kafka';
import { createSilentLogger } from '@weir/observability';
import { applyDefinitions } from './apply-definitions.ts';
import { type Connection } from './config.ts';
import { type DefinitionDocument } from './definition-document.ts';
import { within } from './wait-limit.ts';
import { type PublishReport } from './publish-definitions.ts';
import { requireDefinitionsTopic } from './require-topic.ts';

export interface PublishToOptions {
  readonly account: AccountSettings;
  readonly prune: boolean;
  readonly now: Instant;
  /** For each of those that have to answer. */
  readonly waitSeconds: number;
  /** Gets a plain line while something is waited for. */
  readonly onWaiting: (line: string) => void;
}

/**
 * Connects to a cluster and applies the documents there. Rejects as `applyDefinitions` and `requireDefinitionsTopic` do, and with
 * WEIR_WAIT_ENDED when Kafka or the registry does not answer in time.
 */
export async function publishTo(
  { brokers, registryUrl, topicPrefix }: Connection,
  documents: readonly DefinitionDocument[],
  { waitSeconds, onWaiting, ...options }: PublishToOptions,
): Promise<PublishReport> {
  const kafka = connectKafka({ brokers, clientId: 'definitions', logger: createSilentLogger(), onWaiting });
  const cluster = `Kafka at ${brokers.join(',')} (KAFKA_BROKERS)`;
  const stop = new AbortController();
  const codec = createCodec({ registryUrl, topicPrefix, onWaiting, signal: stop.signal });
  try {
    await within(waitSeconds, cluster, () => requireDefinitionsTopic(kafka, topicPrefix));
    await within(waitSeconds, 'the schema registry (SCHEMA_REGISTRY_URL)', () => codec.prepare(['definitions']));
    return await within(waitSeconds, cluster, () =>
      applyDefinitions(documents, { kafka, codec, topicPrefix, ...options }),
    );
  } finally {
    stop.abort();
    await kafka.close();
  }
}

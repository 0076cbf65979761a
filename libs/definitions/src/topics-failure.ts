import { CodecError } from '@weir/codec';
import { GaveUpError } from './wait-limit.ts';
import { TopicsUsageError } from './topics-config.ts';

/** KafkaJS throws it as a plain Error when what it was connected to has gone, or never was a Kafka. */
const notConnected = 'Broker not connected';

/** Of the first connection: whatever went wrong then, it was not with a Kafka. */
export function notKafka(brokers: readonly string[], error: unknown): TopicsUsageError {
  const reason = error instanceof Error ? error.message : String(error);
  return new TopicsUsageError(
    `KAFKA_BROKERS: no Kafka answers at ${brokers.join(',')} (${reason}). Name the host:port of a running cluster, or start one with 'npm run stack'.`,
    { cause: error },
  );
}

/** In words for who called the command, or null: then it is a bug, and the stack is of use. */
export function describeFailure(error: unknown): string | null {
  if (error instanceof TopicsUsageError) return `${error.message} See: npm run topics -- --help`;
  if (error instanceof GaveUpError) return error.message;
  if (error instanceof CodecError) return `${error.message} (${error.code})`;
  if (error instanceof Error && error.message === notConnected)
    return 'What KAFKA_BROKERS names ended the connection, as something that is no Kafka does: check the host:port in it.';
  if (!(error instanceof Error) || !error.name.startsWith('KafkaJS')) return null;
  // Several topics may fail, each for a reason of its own.
  const reasons = 'errors' in error ? (error.errors as Error[]).map(({ message }) => message) : [error.message];
  return `Kafka refused or was not reached: ${[...new Set(reasons)].join('; ')}. Check KAFKA_BROKERS, and that the cluster has as many brokers as --replication-factor asks for.`;
}

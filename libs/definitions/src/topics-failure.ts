import { CodecError } from '@weir/codec';
import { TopicsUsageError } from './topics-config.ts';

/** In words for who called the command, or null: then it is a bug, and the stack is of use. */
export function describeFailure(error: unknown): string | null {
  if (error instanceof TopicsUsageError) return `${error.message} See: npm run topics -- --help`;
  if (error instanceof CodecError) return `${error.message} (${error.code})`;
  if (!(error instanceof Error) || !error.name.startsWith('KafkaJS')) return null;
  // Several topics may fail, each for a reason of its own.
  const reasons = 'errors' in error ? (error.errors as Error[]).map(({ message }) => message) : [error.message];
  return `Kafka refused or was not reached: ${[...new Set(reasons)].join('; ')}. Check KAFKA_BROKERS, and that the cluster has as many brokers as --replication-factor asks for.`;
}

/** KafkaJS wraps errors several times over; these look at the whole chain. */
interface Wrapped {
  readonly name?: unknown;
  readonly type?: unknown;
  readonly code?: unknown;
  readonly retriable?: unknown;
  readonly cause?: unknown;
}

function* chainOf(error: unknown): Generator<Wrapped> {
  let current = error as Wrapped | null | undefined;
  for (let depth = 0; depth < 10 && current !== null && typeof current === 'object'; depth += 1) {
    yield current;
    current = current.cause as Wrapped | null | undefined;
  }
}

const fencedTypes = new Set<unknown>(['INVALID_PRODUCER_EPOCH', 'PRODUCER_FENCED']);
/** KafkaJS 2.2.4 has no name for Kafka's PRODUCER_FENCED. */
const producerFencedCode = 90;

export function isFenced(error: unknown): boolean {
  return [...chainOf(error)].some(({ type, code }) => fencedTypes.has(type) || code === producerFencedCode);
}

const connectionNames = new Set<unknown>([
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSRequestTimeoutError',
  'KafkaJSBrokerNotFound',
  'KafkaJSMetadataNotLoaded',
  'KafkaJSTopicMetadataNotLoaded',
  'KafkaJSGroupCoordinatorNotFound',
  'KafkaJSNoBrokerAvailableError',
  'KafkaJSLockTimeout',
]);
const startingTypes = new Set<unknown>([
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'GROUP_LOAD_IN_PROGRESS',
  'NOT_COORDINATOR_FOR_GROUP',
  'CONCURRENT_TRANSACTIONS',
  'UNKNOWN_TOPIC_OR_PARTITION',
]);

/** Whether waiting and trying again may help: the cluster is away, starting, or electing leaders. */
export function isTransient(error: unknown): boolean {
  return [...chainOf(error)].some(
    ({ name, type, retriable }) =>
      connectionNames.has(name) || startingTypes.has(type) || (name === 'KafkaJSProtocolError' && retriable === true),
  );
}

export function typeOf(error: unknown): string | undefined {
  const found = [...chainOf(error)].find(({ type }) => typeof type === 'string');
  return found?.type as string | undefined;
}

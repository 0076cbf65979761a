export { type Clock } from './clock.ts';
export { DeadLetterLog } from './dead-letter-log.ts';
export {
  codeOf,
  DeadLetterError,
  messageOf,
  StreamError,
  type StreamErrorCode,
  type Verdict,
  verdictOf,
} from './errors.ts';
export {
  type AdminOptions,
  type AdminPort,
  connectAdmin,
  type TopicDefinition,
  type TopicDescription,
} from './kafkajs-admin.ts';
export { connectKafka, type ConnectOptions } from './kafkajs-port.ts';
export { createGlobalTable, type GlobalTable, type GlobalTableOptions } from './global-table.ts';
export { tellGroupLoss } from './group-loss.ts';
export { defaultLimits, type Limits } from './limits.ts';
export { murmur2Partition } from './murmur2.ts';
export {
  type FetchedBatch,
  type FetchedRecord,
  type GroupLoss,
  type GroupMember,
  type GroupOptions,
  type Headers,
  type KafkaPort,
  type OutgoingRecord,
  type PartitionReader,
  type Publisher,
  type TopicPartition,
  topicPartitionKey,
  type TransactionalProducer,
  type Watermarks,
} from './port.ts';
export { createStreamProcessor, type StreamProcessor, type StreamProcessorOptions } from './stream-processor.ts';
export { isReserved, readTick, reservedKey, tickRecord } from './ticks.ts';
export {
  type Cycle,
  type EffectOutcome,
  type Emission,
  type Input,
  type Processor,
  type SourceRecord,
  type Store,
  type Topology,
} from './topology.ts';

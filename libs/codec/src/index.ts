export { createCodec, subjectName, type Codec, type CodecOptions } from './codec.ts';
export { CodecError, type CodecErrorCode } from './codec-error.ts';
export type {
  ActivityEvent,
  Cause,
  Consent,
  ConsentStatus,
  Customer,
  CustomerEvent,
  CustomerEventKind,
  Definition,
  DefinitionKind,
  EpochDay,
  Evidence,
  Instant,
  Loyalty,
  LoyaltyStatus,
  Membership,
  MessageChannel,
  MessageEvent,
  MessageKind,
  Order,
  OrderEvent,
  OrderItem,
  OrderSummary,
  Profile,
  PromoCode,
  PromoCodeKind,
  RecordName,
  RecordOf,
  RecordTypes,
  Scalar,
  SegmentEntered,
  SegmentEvent,
  SegmentLeft,
  Source,
  Task,
  TaskStatus,
} from './generated/records.ts';
export { readJsonForm, readJsonText, writeJsonForm, type JsonFormResult } from './json-form.ts';
export { notJson } from './not-json.ts';
export { parseInstant } from './rfc3339.ts';
export { instantProblem } from './rfc3339-problem.ts';
export type { JsonProblem } from './problem-list.ts';
export { segmentEventId } from './segment-event-id.ts';
export {
  groupTopics,
  topicName,
  topics,
  type GroupName,
  type GroupTopicId,
  type GroupTopics,
  type TopicId,
  type TopicSpec,
} from './topics.ts';
export { checkRecord } from './record-check.ts';
export { desiredTopics, type DesiredTopic, type TopicLayout } from './topic-config.ts';
export {
  diffTopics,
  isSame,
  type ActualTopic,
  type ConfigDifference,
  type LayoutDifference,
  type TopicDifferences,
} from './topic-difference.ts';
export { findSchemas, registerSchemas, type RegisteredSchema } from './registered-schemas.ts';

export type { AccountSettings, StatusGroup } from './account.ts';
export { defaultStatusGroups, groupLookup, statusGroupNames } from './account.ts';
export type { Catalog, CompiledCatalog } from './catalog.ts';
export { compileCatalog } from './catalog.ts';
export { checkSegments, type CheckOptions } from './check-segments.ts';
export { addDuration, dayOf, startOfDay } from './calendar.ts';
export type { Condition, LeafCondition } from './condition.ts';
export type { CustomerState, Membership, Orders, VersionedOrder } from './customer-state.ts';
export { copyState, createCustomerState, isForgotten, isMember } from './customer-state.ts';
export { describeSegment, type DescribeOptions } from './describe/describe-segment.ts';
export {
  adopt,
  advance,
  decideActivityEvent,
  decideCustomerEvent,
  decideMessageEvent,
  decideOrderEvent,
} from './decide.ts';
export { lintSegments, type LintOptions } from './lint/lint-segments.ts';
export type { Warning } from './lint/rule.ts';
export type { ParsedSegment, SegmentDefinition } from './definition.ts';
export { parseSegment } from './definition.ts';
export type { Duration } from './duration.ts';
export { parseDuration } from './duration.ts';
export { explainSegment } from './explain/explain-segment.ts';
export type { ExplainedGroup, ExplainedLeaf, ExplainedNode, Explanation, Missing } from './explain/explanation.ts';
export { explanationInWords } from './explain/explanation-words.ts';
export { dayWords, timeWords } from './explain/time-words.ts';
export type { Decider, LeafReport, Remedy } from './explain/leaf-report.ts';
export type {
  Activity,
  ActivityEvent,
  Consent,
  ConsentStatus,
  CustomerEvent,
  EpochDay,
  FieldChange,
  Instant,
  Loyalty,
  Message,
  MessageChannel,
  MessageEvent,
  MessageKind,
  Order,
  OrderEvent,
  OrderItem,
  Profile,
  Scalar,
  Source,
} from './facts.ts';
export { forecastCustomer, type ForeseenTransition } from './forecast/forecast-customer.ts';
export { addUpByDay, type SegmentDay } from './forecast/segment-days.ts';
export { addChange } from './profile-changes.ts';
export type { Problem } from './reading.ts';
export { suggest } from './suggestion.ts';
export { type CatalogProblem, type Reference, referencesInDocument } from './references.ts';
export { segmentSchema } from './segment-schema.ts';
export { SegmentError } from './segment-error.ts';
export type { Cause, Evidence, Transition } from './transition.ts';
export { findZone, type Zone } from './zone.ts';

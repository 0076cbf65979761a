import type { RecordName } from './generated/records.ts';

/** What a consumer group keeps for itself, in topics `<group>-<part>`. */
const groupParts = {
  'segment-evaluator': ['positions', 'orders', 'dead-letter'],
  mailer: ['positions', 'state', 'dead-letter'],
  sms: ['positions', 'state', 'dead-letter'],
  'task-creator': ['positions', 'state', 'dead-letter'],
  'export-sink': ['dead-letter'],
} as const;

export type GroupName = keyof typeof groupParts;

export type GroupTopicId = { [G in GroupName]: `${G}-${(typeof groupParts)[G][number]}` }[GroupName];

export type TopicId = RecordName | GroupTopicId;

export interface TopicSpec {
  readonly id: TopicId;
  /** A stream forgets by age; a table keeps the last record of each key. */
  readonly kind: 'stream' | 'table';
  /** Shared: as many as all other shared topics, so that a customer has the same partition in each. */
  readonly partitions: 'shared' | 1;
  /** Null: a table. */
  readonly retentionMs: number | null;
  readonly maxMessageBytes: number;
}

const dayMs = 24 * 60 * 60 * 1000;
const megabyte = 1024 * 1024;
/** Above the 1 MB that an event may have, so that a producer's oversized one is taken, and then dead-lettered with a reason; and that large ones add up in the state. */
const recordBytes = 4 * megabyte;
/** Room for the largest record with its headers and the error. */
const deadLetterBytes = 8 * megabyte;

/** The one table of topics. */
export const topics: readonly TopicSpec[] = [
  stream('customer-events', 30),
  stream('order-events', 30),
  stream('activity-events', 30),
  stream('message-events', 90),
  stream('segment-events', 90),
  stream('tasks', 365),
  stream('promo-codes', 365),
  table('customers'),
  { ...table('definitions'), partitions: 1 },
  ...(Object.keys(groupParts) as GroupName[]).flatMap(groupSpecs),
];

function stream(id: TopicId, retentionDays: number): TopicSpec {
  return { id, kind: 'stream', partitions: 'shared', retentionMs: retentionDays * dayMs, maxMessageBytes: recordBytes };
}

function table(id: TopicId): TopicSpec {
  return { id, kind: 'table', partitions: 'shared', retentionMs: null, maxMessageBytes: recordBytes };
}

function groupSpecs(group: GroupName): TopicSpec[] {
  return groupParts[group].map((part) => {
    const id = `${group}-${part}` as GroupTopicId;
    return part === 'dead-letter' ? { ...stream(id, 30), maxMessageBytes: deadLetterBytes } : table(id);
  });
}

/** The name on the broker. The prefix lets tests, replays and environments live beside each other on one. */
export function topicName(id: TopicId, prefix = ''): string {
  return `${prefix}${id}`;
}

export interface GroupTopics {
  readonly positions: string;
  readonly state: string;
  readonly deadLetter: string;
}

/** The names of the topics in which a group that acts on segment events keeps its own. */
export function groupTopics(group: Exclude<GroupName, 'segment-evaluator' | 'export-sink'>, prefix = ''): GroupTopics {
  return {
    positions: topicName(`${group}-positions`, prefix),
    state: topicName(`${group}-state`, prefix),
    deadLetter: topicName(`${group}-dead-letter`, prefix),
  };
}

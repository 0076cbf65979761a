import { type AccountSettings } from '@weir/engine';
import { formatInstant, type Summary } from './outputs.ts';
import { eventTopics } from './replay-event.ts';
import { type ReplayInput } from './replay-input.ts';
import { type RunOptions } from './replay-options.ts';

/** What came of a replay, in numbers. */
export interface Outcome {
  readonly transitions: number;
  readonly members: number;
  /** From the first event to the last decision, files and start-up left out. */
  readonly seconds: number;
  /** Why the evaluator put records aside, a line each. */
  readonly deadLetters: readonly string[];
}

export interface SummaryParts {
  readonly run: RunOptions;
  readonly account: AccountSettings;
  readonly segments: number;
  readonly input: ReplayInput;
  readonly readSeconds: number;
}

/** The content of `summary.json`. */
export function summarize(
  { transitions, members, seconds, deadLetters }: Outcome,
  { run, account, segments, input, readSeconds }: SummaryParts,
): Summary {
  const { events, afterUntil, rejectedLines, unlistedStatuses } = input;
  return {
    mode: run.isEngineOnly ? 'engine-only' : 'kafka',
    until: formatInstant(run.until),
    timeZone: account.timeZone,
    currency: account.currency,
    segments,
    events: events.length,
    eventsByTopic: countByTopic(input),
    eventsAfterUntil: afterUntil,
    rejectedLines,
    unlistedStatuses: Object.fromEntries(unlistedStatuses),
    deadLetters: deadLetters.length,
    customers: new Set(events.map(({ event }) => event.customerId)).size,
    transitions,
    members,
    readSeconds,
    seconds,
    eventsPerSecond: seconds > 0 ? Math.round(events.length / seconds) : 0,
  };
}

function countByTopic({ events }: ReplayInput): Record<string, number> {
  const counts = Object.fromEntries(eventTopics.map((topic) => [topic, 0]));
  for (const { topic } of events) counts[topic] = (counts[topic] ?? 0) + 1;
  return counts;
}

import { type MessageEvent, type SegmentEvent, type Task } from '@weir/codec';
import { checkOthers, type Checks, checkTeaLetters, compareTransitions } from './checks.ts';
import { type Expected, isLetterOf, type Observed } from './observed.ts';

export interface NamedSegment {
  readonly id: string;
  readonly name: string;
}

export interface SegmentCount {
  readonly id: string;
  readonly name: string;
  /** Customers in it at the end. */
  readonly size: number;
  readonly entries: number;
  readonly exits: number;
  /** Of these, the ones that no event caused. */
  readonly byTime: { readonly entries: number; readonly exits: number };
}

/** Instants are RFC 3339. */
export interface SentLetter {
  readonly customerId: string;
  readonly messageId: string;
  readonly automation: string | null;
  readonly to: string | null;
  readonly subject: string | null;
  readonly sentAt: string;
  /** When the customer entered the segment that caused it; null when there is no such entry. */
  readonly effectiveAt: string | null;
  readonly code: string | null;
}

export interface SentSms {
  readonly customerId: string;
  readonly messageId: string;
  readonly automation: string | null;
  readonly sentAt: string;
}

export interface DemoReport {
  readonly events: number;
  /** From the first event published until the last effect of the last one was seen. */
  readonly seconds: number;
  readonly eventsPerSecond: number;
  readonly until: string;
  readonly segments: readonly SegmentCount[];
  readonly letters: readonly SentLetter[];
  readonly sms: readonly SentSms[];
  /** Messages not sent, by kind and reason: `letter, no consent`. */
  readonly skipped: Readonly<Record<string, number>>;
  readonly tasks: {
    readonly created: number;
    readonly open: number;
    readonly done: number;
    readonly cancelled: number;
  };
  readonly checks: Checks;
  readonly urls: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
}

export interface ReportInput {
  readonly events: number;
  readonly elapsedMs: number;
  /** Epoch ms. */
  readonly until: number;
  readonly segments: readonly NamedSegment[];
  /** By the id of an automation, the segment whose entry starts it. */
  readonly segmentOf: ReadonlyMap<string, string>;
  readonly expected: Expected;
  readonly observed: Observed;
  readonly urls: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
}

const teaLetterAutomation = 'tea-letter';

export function buildReport(input: ReportInput): DemoReport {
  const { expected, observed } = input;
  const seconds = round(input.elapsedMs / 1000);
  return {
    events: input.events,
    seconds,
    eventsPerSecond: Math.round(input.events / Math.max(seconds, 0.001)),
    until: instantText(input.until),
    segments: input.segments.map((segment) => countSegment(segment, observed.transitions)),
    letters: sentLetters(observed, input.segmentOf),
    sms: observed.messages.filter((event) => event.channel === 'SMS' && event.kind === 'SENT').map(sentSms),
    skipped: countSkipped(observed.messages),
    tasks: countTasks(observed.tasks),
    checks: {
      ...compareTransitions(expected.transitions, observed.transitions),
      ...checkTeaLetters(expected, observed, teaLetterAutomation),
      ...checkOthers(expected, observed),
    },
    urls: input.urls,
    files: input.files,
  };
}

export function countSegment(segment: NamedSegment, transitions: readonly SegmentEvent[]): SegmentCount {
  const own = transitions.filter(({ segmentId }) => segmentId === segment.id);
  const entered = own.filter(({ type }) => type === 'SegmentEntered');
  const left = own.filter(({ type }) => type === 'SegmentLeft');
  const byTime = (events: readonly SegmentEvent[]): number => events.filter(({ cause }) => cause === 'TIME').length;
  return {
    ...segment,
    size: entered.length - left.length,
    entries: entered.length,
    exits: left.length,
    byTime: { entries: byTime(entered), exits: byTime(left) },
  };
}

/** A letter counts as sent when the mailer says so; what arrived over SMTP is joined to it. In order of sending. */
function sentLetters(observed: Observed, segmentOf: ReportInput['segmentOf']): SentLetter[] {
  return observed.messages
    .filter(({ channel, kind }) => channel === 'EMAIL' && kind === 'SENT')
    .toSorted((a, b) => a.occurredAt - b.occurredAt || (a.messageId < b.messageId ? -1 : 1))
    .map((event) => {
      const { customerId, messageId, automationId: automation } = event;
      const letter = observed.letters.find((candidate) => isLetterOf(candidate, messageId));
      const entry = causeOf(event, observed.transitions, segmentOf);
      return {
        customerId,
        messageId,
        automation,
        to: letter?.to.join(', ') ?? null,
        subject: letter?.subject ?? null,
        sentAt: instantText(event.occurredAt),
        effectiveAt: entry === undefined ? null : instantText(entry.effectiveAt),
        code: entry === undefined ? null : codeFor(entry, automation, observed.promoCodes),
      };
    });
}

/** The latest entry into the automation's segment that is not after the message. */
function causeOf(
  { customerId, automationId, occurredAt }: MessageEvent,
  transitions: readonly SegmentEvent[],
  segmentOf: ReportInput['segmentOf'],
): SegmentEvent | undefined {
  const segmentId = segmentOf.get(automationId ?? '');
  return transitions
    .filter((t) => t.type === 'SegmentEntered' && t.customerId === customerId && t.segmentId === segmentId)
    .findLast((t) => t.effectiveAt <= occurredAt);
}

function codeFor(entry: SegmentEvent, automationId: string | null, codes: Observed['promoCodes']): string | null {
  const { customerId, segmentId, seq } = entry;
  const issued = codes.find(
    (code) =>
      code.customerId === customerId &&
      code.segmentId === segmentId &&
      code.seq === seq &&
      code.automationId === automationId,
  );
  return issued?.code ?? null;
}

function sentSms({ customerId, messageId, automationId, occurredAt }: MessageEvent): SentSms {
  return { customerId, messageId, automation: automationId, sentAt: instantText(occurredAt) };
}

function countSkipped(messages: readonly MessageEvent[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind, channel, reason } of messages) {
    if (kind !== 'SKIPPED') continue;
    const key = `${channel === 'EMAIL' ? 'letter' : 'text message'}, ${(reason ?? 'no reason given').replaceAll('-', ' ')}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

function countTasks(changes: readonly Task[]): DemoReport['tasks'] {
  const latest = new Map<string, Task>();
  for (const task of changes) if (task.version > (latest.get(task.taskId)?.version ?? 0)) latest.set(task.taskId, task);
  const withStatus = (status: Task['status']): number =>
    [...latest.values()].filter((task) => task.status === status).length;
  return {
    created: latest.size,
    open: withStatus('OPEN'),
    done: withStatus('DONE'),
    cancelled: withStatus('CANCELLED'),
  };
}

export function instantText(instant: number): string {
  return new Date(instant).toISOString();
}

function round(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}

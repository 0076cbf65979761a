import { type Decided, type Expected, type ExpectedLetter, isLetterOf, type Observed } from './observed.ts';

/** What must hold after a run; all but the expected and the sent must be 0, and these equal. */
export interface Checks extends TransitionChecks, LetterChecks, OtherChecks {}

export interface TransitionChecks {
  /** By the engine alone. */
  readonly expectedTransitions: number;
  /** Through Kafka. */
  readonly transitions: number;
  /** In one and not, or not alike, in the other. */
  readonly differingTransitions: number;
}

export interface LetterChecks {
  /** Entries by the engine alone, of households that may be written to. */
  readonly expectedTeaLetters: number;
  readonly teaLettersSent: number;
  /** Arrived over SMTP. */
  readonly teaLettersArrived: number;
  /** Letters of any kind that arrived and that no event tells of. */
  readonly untoldLetters: number;
  /** Sent or arrived more than once. */
  readonly duplicates: number;
  /** Sent at another instant than the one at which three months had passed. */
  readonly lateOrEarly: number;
  readonly teaLettersToHouseholdsThatBoughtInTime: number;
}

export interface OtherChecks {
  readonly expectedSms: number;
  readonly smsSent: number;
  /** Taken by the provider. */
  readonly smsArrived: number;
  readonly expectedTasks: number;
  readonly tasks: number;
}

export function compareTransitions(expected: readonly Decided[], seen: readonly Decided[]): TransitionChecks {
  const counts = new Map<string, number>();
  for (const event of expected) counts.set(keyOf(event), (counts.get(keyOf(event)) ?? 0) + 1);
  for (const event of seen) counts.set(keyOf(event), (counts.get(keyOf(event)) ?? 0) - 1);
  const differing = [...counts.values()].reduce((sum, count) => sum + Math.abs(count), 0);
  return { expectedTransitions: expected.length, transitions: seen.length, differingTransitions: differing };
}

function keyOf({ customerId, segmentId, seq, type, effectiveAt, cause, silent }: Decided): string {
  return JSON.stringify([customerId, segmentId, seq, type, effectiveAt, cause, silent]);
}

/** Three months are never shorter than this: from February to May, with an hour lost to summer time. */
const shortestThreeMonthsMs = 89 * 86_400_000 - 3_600_000;

export function checkTeaLetters(expected: Expected, { messages, letters }: Observed, automation: string): LetterChecks {
  const sent = messages.filter(
    ({ kind, channel, automationId }) => kind === 'SENT' && channel === 'EMAIL' && automationId === automation,
  );
  const arrived = sent.map(({ messageId }) => letters.filter((letter) => isLetterOf(letter, messageId)).length);
  const dueOf = ({ customerId, effectiveAt }: ExpectedLetter): string => `${customerId} ${effectiveAt}`;
  const due = new Set(expected.teaLetters.map(dueOf));
  const boughtInTime = ({ customerId, occurredAt }: (typeof sent)[number]): boolean =>
    (expected.teaBoughtAt.get(customerId) ?? []).some(
      (at) => at <= occurredAt && at > occurredAt - shortestThreeMonthsMs,
    );
  const entries = sent.map(({ customerId, occurredAt }) => dueOf({ customerId, effectiveAt: occurredAt }));
  return {
    expectedTeaLetters: expected.teaLetters.length,
    teaLettersSent: sent.length,
    teaLettersArrived: arrived.filter((count) => count > 0).length,
    untoldLetters: letters.filter((letter) => !messages.some(({ messageId }) => isLetterOf(letter, messageId))).length,
    duplicates:
      entries.length - new Set(entries).size + arrived.reduce((sum, count) => sum + Math.max(0, count - 1), 0),
    lateOrEarly: entries.filter((entry) => !due.has(entry)).length,
    teaLettersToHouseholdsThatBoughtInTime: sent.filter(boughtInTime).length,
  };
}

export function checkOthers(expected: Expected, { messages, sms, tasks }: Observed): OtherChecks {
  return {
    expectedSms: expected.sms,
    smsSent: messages.filter(({ kind, channel }) => kind === 'SENT' && channel === 'SMS').length,
    smsArrived: sms.length,
    expectedTasks: expected.tasks,
    tasks: new Set(tasks.map(({ taskId }) => taskId)).size,
  };
}

/** In plain words what does not hold; empty when all is well. */
export function failuresOf(checks: Checks): string[] {
  const failures: string[] = [];
  const must = (holds: boolean, words: string): void => void (holds || failures.push(words));
  must(checks.expectedTeaLetters > 0, 'the engine alone expects no tea letter at all: nothing was shown');
  must(
    checks.differingTransitions === 0,
    `${checks.differingTransitions} segment events differ: ${checks.transitions} came through Kafka, the engine alone makes ${checks.expectedTransitions}`,
  );
  must(
    checks.teaLettersSent === checks.expectedTeaLetters,
    `${checks.teaLettersSent} tea letters were sent, ${checks.expectedTeaLetters} are due`,
  );
  must(
    checks.teaLettersArrived === checks.teaLettersSent,
    `of ${checks.teaLettersSent} tea letters sent only ${checks.teaLettersArrived} arrived`,
  );
  must(checks.untoldLetters === 0, `${checks.untoldLetters} letters arrived that no message event tells of`);
  must(checks.duplicates === 0, `${checks.duplicates} tea letters were sent more than once`);
  must(checks.lateOrEarly === 0, `${checks.lateOrEarly} tea letters were sent at another instant than the due one`);
  must(
    checks.teaLettersToHouseholdsThatBoughtInTime === 0,
    `${checks.teaLettersToHouseholdsThatBoughtInTime} tea letters went to households that had bought tea again in time`,
  );
  must(
    checks.smsSent === checks.expectedSms && checks.smsArrived === checks.expectedSms,
    `${checks.smsSent} text messages were sent and ${checks.smsArrived} arrived, ${checks.expectedSms} are due`,
  );
  must(checks.tasks === checks.expectedTasks, `${checks.tasks} tasks were made, ${checks.expectedTasks} are due`);
  return failures;
}

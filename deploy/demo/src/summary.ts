import { failuresOf } from './checks.ts';
import { type Letter } from './mail-catcher.ts';
import { type DemoReport, type SentLetter } from './report.ts';

const zone = 'America/New_York';
const day = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'long', year: 'numeric' });
const count = new Intl.NumberFormat('en-US');

/** What a person wants to read after the run: plain text, at most 100 columns but for the letter. */
export function renderSummary(report: DemoReport, sample: { letter: Letter; sent: SentLetter } | null): string {
  return [
    headline(report),
    segmentTable(report.segments),
    messages(report),
    ...(sample === null ? [] : [oneLetter(sample)]),
    verdict(report),
  ].join('\n\n');
}

function headline({ events, seconds, eventsPerSecond }: DemoReport): string {
  return [
    title('A year of a grocery store'),
    `${count.format(events)} events in ${seconds} s, ${count.format(eventsPerSecond)} a second: each through Kafka, the evaluator and every service that acts on it.`,
  ].join('\n');
}

function segmentTable(segments: DemoReport['segments']): string {
  const width = Math.max(...segments.map(({ name }) => name.length));
  const cell = (value: number | string): string => String(value).padStart(8);
  const row = (name: string, cells: readonly (number | string)[]): string =>
    `  ${name.padEnd(width)}${cells.map(cell).join('')}`;
  const rows = segments.map((s) => row(s.name, [s.size, s.entries, s.byTime.entries, s.exits, s.byTime.exits]));
  const timed = segments.reduce((sum, { byTime }) => sum + byTime.entries + byTime.exits, 0);
  const all = segments.reduce((sum, { entries, exits }) => sum + entries + exits, 0);
  return [
    title('Who is in which segment, and how it came about'),
    row('', ['now in', 'entered', 'by time', 'left', 'by time']),
    ...rows,
    '',
    `  ${count.format(timed)} of ${count.format(all)} changes happened because time passed and nobody did anything: no event, no nightly job.`,
  ].join('\n');
}

function messages({ letters, sms, tasks, skipped }: DemoReport): string {
  const skips = Object.entries(skipped).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const line = (number: number, words: string): string => `  ${String(number).padStart(6)}  ${words}`;
  return [
    title('What was done about it'),
    line(letters.length, 'letters, each at its instant, each with a code of its own'),
    line(sms.length, 'text messages'),
    line(
      tasks.created,
      `tasks for managers: ${tasks.open} open, ${tasks.cancelled} withdrawn because the customer left the segment`,
    ),
    ...skips.map(([reason, number]) => line(number, `not sent: ${reason}`)),
  ].join('\n');
}

function oneLetter({ letter, sent }: { letter: Letter; sent: SentLetter }): string {
  const since =
    sent.effectiveAt === null
      ? ''
      : `, who last bought tea three months before ${day.format(new Date(sent.effectiveAt))}`;
  const lines = [
    `To:      ${letter.to.join(', ')}`,
    `Subject: ${letter.subject}`,
    `Date:    ${sent.sentAt}`,
    '',
    ...letter.text.trimEnd().split('\n'),
  ];
  return [
    title('One of the letters'),
    `  To ${sent.customerId}${since}:`,
    '',
    ...lines.map((text) => `  | ${text}`.trimEnd()),
  ].join('\n');
}

function verdict({ checks }: DemoReport): string {
  const failures = failuresOf(checks);
  if (failures.length > 0) return [title('Something is wrong'), ...failures.map((words) => `  ${words}.`)].join('\n');
  return [
    title('Checked against the engine alone, without Kafka'),
    `  ${count.format(checks.transitions)} segment events: the same, at the same instants, for the same reasons.`,
    `  ${checks.teaLettersSent} tea letters: every one that was due and no other, each sent once, at the very instant,`,
    '  none to a household that had bought tea again in time.',
    `  ${checks.smsSent} text messages and ${checks.tasks} tasks: as many as were due.`,
  ].join('\n');
}

export function renderPlaces(heading: string, places: Readonly<Record<string, string>>): string {
  const width = Math.max(...Object.keys(places).map((name) => name.length));
  return [title(heading), ...Object.entries(places).map(([name, place]) => `  ${name.padEnd(width)}  ${place}`)].join(
    '\n',
  );
}

const title = (text: string): string => `${text}\n${'─'.repeat(text.length)}`;

import { isUtf8 } from 'node:buffer';
import { readJsonText } from '@weir/codec';
import { type Line, maxLineBytes, readLines } from './file-lines.ts';
import { type EventTopic, type ReplayEvent } from './replay-event.ts';
import { ReplayError } from './replay-error.ts';

export interface EventFile {
  readonly topic: EventTopic;
  readonly path: string;
}

/** A line that is not an event, with everything wrong in it. */
export interface BadLine {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** `field` is empty when the line as a whole is wrong. */
  readonly problems: readonly { readonly field: string; readonly reason: string }[];
  /** The line as it was found; null when it is not UTF-8, or too long to be kept. */
  readonly text: string | null;
  /** The bytes of a line that is not UTF-8. */
  readonly base64?: string;
}

/**
 * Reads whole files into memory, in the order given, and checks every line; blank lines are left out. Bad lines go to `onBadLine`
 * and their file is read on to its end. Rejects with WEIR_REPLAY_INPUT when a file cannot be read or is one JSON text over many lines.
 */
export async function readEventFiles(
  files: readonly EventFile[],
  onBadLine: (bad: BadLine) => void,
): Promise<ReplayEvent[]> {
  const events: ReplayEvent[] = [];
  for (const { topic, path } of files) {
    let linesRead = 0;
    try {
      for await (const lines of readLines(path)) {
        if (linesRead === 0) refuseSpreadJson(path, lines[0]);
        for (const line of lines) readEvent(topic, path, line, events, onBadLine);
        linesRead += lines.length;
      }
    } catch (error) {
      if (error instanceof ReplayError || !isSystemError(error)) throw error;
      throw new ReplayError('WEIR_REPLAY_INPUT', `${path}: ${whyUnreadable(error, linesRead)}`);
    }
  }
  return events;
}

/** Of a pretty-printed file every line would be bad, for a reason that helps nobody. */
function refuseSpreadJson(path: string, first: Line | undefined): void {
  if (!/^\s*(\[\s*\{?|\{)\s*$/.test(first?.bytes?.toString('latin1') ?? '')) return;
  throw new ReplayError(
    'WEIR_REPLAY_INPUT',
    `${path}: is one JSON text over many lines, and events are read one object a line: jq -c 'if type == "array" then .[] else . end' makes that of it`,
  );
}

function readEvent(
  topic: EventTopic,
  file: string,
  { number, bytes }: Line,
  events: ReplayEvent[],
  onBadLine: (bad: BadLine) => void,
): void {
  const refuse = (problems: BadLine['problems'], found: Pick<BadLine, 'text' | 'base64'>) =>
    onBadLine({ file, line: number, problems, ...found });
  if (bytes === null) return refuse([{ field: '', reason: `is longer than ${maxLineBytes} bytes` }], { text: null });
  if (isBlank(bytes)) return;
  const read = readJsonText(topic, bytes);
  const problems = read.ok ? whyNotReplayable(read.value) : withAdvice(read.problems, bytes);
  if (problems.length > 0) refuse(problems, textOf(bytes));
  else if (read.ok) events.push({ topic, event: read.value } as ReplayEvent);
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
}

function textOf(bytes: Buffer): Pick<BadLine, 'text' | 'base64'> {
  return isUtf8(bytes) ? { text: bytes.toString('utf8') } : { text: null, base64: bytes.toString('base64') };
}

function withAdvice(problems: BadLine['problems'], bytes: Buffer): BadLine['problems'] {
  if (bytes.at(0) !== 0x5b) return problems;
  return problems.map(({ field, reason }) => ({
    field,
    reason: field === '' ? `${reason}; events are read one object a line: jq -c '.[]' makes that of an array` : reason,
  }));
}

/** What a single event may hold but a replay cannot carry. */
function whyNotReplayable(event: ReplayEvent['event']): BadLine['problems'] {
  if ('kind' in event && event.kind === 'MERGED')
    return [{ field: 'kind', reason: 'MERGED events are not decided yet' }];
  if (event.occurredAt >= 0) return [];
  return [{ field: 'occurredAt', reason: 'lies before 1970, the earliest time of a record on Kafka' }];
}

/** zlib gives up with all that it holds, so that the number of lines before says little. */
function whyUnreadable({ code, message }: { code: string; message: string }, linesRead: number): string {
  if (code === 'Z_BUF_ERROR') return `its gzip data break off: ${message}`;
  if (code.startsWith('Z_')) return `its gzip data are damaged, or something that is no gzip follows them: ${message}`;
  return linesRead === 0 ? `cannot be read: ${message}` : `cannot be read after line ${linesRead}: ${message}`;
}

/** Of a file or of zlib: told by its code, such as ENOENT or Z_DATA_ERROR. Any other error is a bug of ours. */
function isSystemError(error: unknown): error is { readonly code: string; readonly message: string } {
  return typeof (error as { code?: unknown } | null)?.code === 'string';
}

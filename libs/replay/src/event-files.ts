import { isUtf8 } from 'node:buffer';
import { getHeapStatistics } from 'node:v8';
import { readJsonForm } from '@weir/codec';
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
  /** The line as it was found; null when it was too long to be kept. */
  readonly text: string | null;
}

/** How much of the heap the events may fill: the rest is for folding, publishing and the outputs. */
const heapShare = 0.7;

/**
 * Reads whole files into memory, in the order given, and checks every line; blank lines are left out. Bad lines go to `onBadLine`
 * and their file is read on to its end. Rejects with WEIR_REPLAY_INPUT when a file cannot be read,
 * with WEIR_REPLAY_MEMORY when the heap is too small for the events.
 */
export async function readEventFiles(
  files: readonly EventFile[],
  onBadLine: (bad: BadLine) => void,
): Promise<ReplayEvent[]> {
  const events: ReplayEvent[] = [];
  for (const { topic, path } of files) {
    let lastLine = 0;
    try {
      for await (const lines of readLines(path)) {
        for (const line of lines) readEvent(topic, path, line, events, onBadLine);
        lastLine += lines.length;
        refuseWhenHeapIsFull(path, lastLine);
      }
    } catch (error) {
      if (error instanceof ReplayError || !isSystemError(error)) throw error;
      throw new ReplayError('WEIR_REPLAY_INPUT', `${path}: cannot be read after line ${lastLine}: ${error.message}`);
    }
  }
  return events;
}

function readEvent(
  topic: EventTopic,
  file: string,
  line: Line,
  events: ReplayEvent[],
  onBadLine: (bad: BadLine) => void,
): void {
  const bad = (text: string | null, problems: BadLine['problems']) =>
    onBadLine({ file, line: line.number, problems, text });
  const whole = (reason: string) => [{ field: '', reason }];
  if (line.bytes === null) return bad(null, whole(`is longer than ${maxLineBytes} bytes`));
  const text = line.bytes.toString('utf8');
  if (!isUtf8(line.bytes)) return bad(text, whole('is not UTF-8'));
  if (text.trim() === '') return;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return bad(text, whole(`is not JSON: ${(error as Error).message}`));
  }
  const read = readJsonForm(topic, json);
  if (!read.ok) return bad(text, read.problems);
  const problem = whyNotReplayable(read.value);
  if (problem !== null) return bad(text, [problem]);
  events.push({ topic, event: read.value } as ReplayEvent);
}

/** What a single event may hold but a replay cannot carry. */
function whyNotReplayable(event: ReplayEvent['event']): { field: string; reason: string } | null {
  if ('kind' in event && event.kind === 'MERGED') {
    return { field: 'kind', reason: 'MERGED events are not decided yet' };
  }
  if (event.occurredAt < 0)
    return { field: 'occurredAt', reason: 'lies before 1970, the earliest time of a record on Kafka' };
  return null;
}

function refuseWhenHeapIsFull(path: string, line: number): void {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  if (used < limit * heapShare) return;
  const megabytes = Math.round(limit / 1024 / 1024);
  throw new ReplayError(
    'WEIR_REPLAY_MEMORY',
    `${path}: the events up to line ${line} fill the ${megabytes} MB heap; ` +
      `give more with NODE_OPTIONS=--max-old-space-size=${megabytes * 4} (in MB), or replay fewer customers at a time`,
  );
}

/** Of a file or of zlib: told by its code, such as ENOENT or Z_DATA_ERROR. Any other error is a bug of ours. */
function isSystemError(error: unknown): error is { readonly code: string; readonly message: string } {
  return typeof (error as { code?: unknown } | null)?.code === 'string';
}

import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type SegmentEvent } from '@weir/codec';
import { type Instant } from '@weir/engine';
import { compareByBytes } from './byte-order.ts';
import { ReplayError } from './replay-error.ts';

/** A customer that is in a segment at the end of a replay. */
export interface Member {
  readonly customerId: string;
  readonly segmentId: string;
  readonly since: Instant;
}

/** What a replay decided. */
export interface ReplayResult {
  /** In the order decided for each customer; between customers in any order. */
  readonly transitions: readonly SegmentEvent[];
  /** In any order. */
  readonly members: readonly Member[];
}

export type Summary = Readonly<Record<string, string | number | null>>;

const linesPerChunk = 1000;

/**
 * Before anything runs: refuses a path that is no directory and cannot become one, and removes the `rejected.ndjson` of an earlier
 * replay, which this one may have no reason to write anew.
 */
export async function prepareOutputs(directory: string): Promise<void> {
  const found = await stat(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw outputError(directory, error.message);
  });
  if (found === null) return;
  if (!found.isDirectory()) throw outputError(directory, 'is not a directory');
  await rm(join(directory, 'rejected.ndjson'), { force: true }).catch((error: Error) => {
    throw outputError(directory, error.message);
  });
}

function outputError(directory: string, reason: string): ReplayError {
  return new ReplayError(
    'WEIR_REPLAY_OUTPUT',
    `--out ${directory}: ${reason}. Name a directory, or one that can be created. Nothing was run.`,
  );
}

/**
 * Writes `segment-events.ndjson`, `memberships.csv` and `summary.json`, creating the directory. The first two depend on
 * nothing but the result: customers by the bytes of their ids, and for each its transitions as they were decided, its segments
 * by the bytes of their ids. Each file appears whole or not at all.
 */
export async function writeOutputs(
  directory: string,
  { transitions, members }: ReplayResult,
  summary: Summary,
): Promise<void> {
  await mkdir(directory, { recursive: true });
  const inOrder = [...transitions].sort((a, b) => compareByBytes(a.customerId, b.customerId));
  const rows = [...members].sort(
    (a, b) => compareByBytes(a.customerId, b.customerId) || compareByBytes(a.segmentId, b.segmentId),
  );
  await writeLines(join(directory, 'segment-events.ndjson'), mapped(inOrder, transitionLine));
  await writeLines(
    join(directory, 'memberships.csv'),
    withHeader('customerId,segmentId,since', mapped(rows, memberRow)),
  );
  await writeLines(join(directory, 'summary.json'), [JSON.stringify(summary, null, 2)]);
}

/** RFC 3339 in UTC with milliseconds. */
export function formatInstant(instant: Instant): string {
  return new Date(instant).toISOString();
}

function transitionLine(transition: SegmentEvent): string {
  const { type, customerId, segmentId, seq, effectiveAt, decidedAt, cause, eventId, causeRef, segmentVersion, silent } =
    transition;
  return JSON.stringify({
    type,
    customerId,
    segmentId,
    seq,
    effectiveAt: formatInstant(effectiveAt),
    decidedAt: formatInstant(decidedAt),
    cause,
    causeRef,
    eventId,
    segmentVersion,
    silent,
    ...(transition.type === 'SegmentLeft' && { enteredAt: formatInstant(transition.enteredAt) }),
    evidence: transition.evidence.map(({ condition, actual, threshold }) => ({ condition, actual, threshold })),
  });
}

function memberRow({ customerId, segmentId, since }: Member): string {
  return `${csvField(customerId)},${csvField(segmentId)},${formatInstant(since)}`;
}

/** RFC 4180. */
function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function* mapped<T>(values: Iterable<T>, line: (value: T) => string): Generator<string> {
  for (const value of values) yield line(value);
}

function* withHeader(header: string, lines: Iterable<string>): Generator<string> {
  yield header;
  yield* lines;
}

async function writeLines(path: string, lines: Iterable<string>): Promise<void> {
  const unfinished = `${path}.unfinished`;
  try {
    await pipeline(Readable.from(chunked(lines)), createWriteStream(unfinished));
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
}

function* chunked(lines: Iterable<string>): Generator<string> {
  let chunk: string[] = [];
  for (const line of lines) {
    chunk.push(`${line}\n`);
    if (chunk.length < linesPerChunk) continue;
    yield chunk.join('');
    chunk = [];
  }
  if (chunk.length > 0) yield chunk.join('');
}

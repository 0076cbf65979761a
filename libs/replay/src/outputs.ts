import { hash } from 'node:crypto';
import { type FileHandle, open, realpath, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SegmentEvent } from '@weir/codec';
import { type Instant } from '@weir/engine';
import { tryLock } from '@weir/stack';
import { compareByBytes } from './byte-order.ts';
import { createDirectory, outputNames, removeUnfinished, unfinished } from './output-directory.ts';
import { ReplayError } from './replay-error.ts';

/** A customer that is in a segment at the end of a replay. */
export interface Member {
  readonly customerId: string;
  readonly segmentId: string;
  readonly since: Instant;
}

/** What was decided, for all customers or some. */
export interface ReplayResult {
  /** In the order decided for each customer; between customers in any order. */
  readonly transitions: readonly SegmentEvent[];
  /** In any order. */
  readonly members: readonly Member[];
}

export type Summary = Readonly<Record<string, string | number | null | Readonly<Record<string, number>>>>;

/**
 * `segment-events.ndjson`, `memberships.csv` and `summary.json` while they are written. The first two depend on nothing but the results: customers
 * by the bytes of their ids, and for each its transitions as they were decided, its segments by the bytes of their ids.
 */
export interface Outputs {
  /** Puts customers behind those written before, which must all be less by the bytes of their ids. */
  write(result: ReplayResult): Promise<void>;
  /** Gives the files their names: each appears whole or not at all. */
  finish(summary: Summary): Promise<void>;
  /** Closes and removes what was not finished. May be called after `finish`, or twice. */
  discard(): Promise<void>;
}

const linesPerChunk = 1000;

/** Creates the directory, and the files under names of their own. */
export async function openOutputs(directory: string): Promise<Outputs> {
  await createDirectory(directory);
  let release: (() => void) | null = await claim(directory);
  const files: FileHandle[] = [];
  const close = async (): Promise<void> => {
    for (const file of files.splice(0)) await file.close();
  };
  const discard = async (): Promise<void> => {
    await close();
    if (release !== null) await removeUnfinished(directory);
    release?.();
    release = null;
  };
  try {
    for (const name of outputNames) files.push(await open(join(directory, unfinished(name)), 'w'));
    const [events, members, summaryFile] = files as [FileHandle, FileHandle, FileHandle];
    await members.write('customerId,segmentId,since\n');
    return {
      write: (result) =>
        inWords(directory, async () => {
          const inOrder = sorted(result);
          await writeLines(events, inOrder.transitions, transitionLine);
          await writeLines(members, inOrder.members, memberRow);
        }),
      finish: (summary) =>
        inWords(directory, async () => {
          await summaryFile.write(`${JSON.stringify(summary, null, 2)}\n`);
          await close();
          for (const name of outputNames) await rename(join(directory, unfinished(name)), join(directory, name));
          await discard();
        }),
      discard,
    };
  } catch (error) {
    await discard();
    throw error;
  }
}

/** Another replay into the same directory would write over this one's files. The lock lies elsewhere, so that results are all that is in it. */
async function claim(directory: string): Promise<() => void> {
  const name = `weir-replay-${hash('sha256', await realpath(directory)).slice(0, 32)}.lock`;
  const release = await tryLock(join(tmpdir(), name));
  if (release !== null) return release;
  throw new ReplayError(
    'WEIR_REPLAY_OUTPUT',
    `--out ${directory}: another replay writes there. Wait for its end, or name another directory.`,
  );
}

/** A full or failing disk is nobody's bug. */
async function inWords(directory: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    const { syscall, message } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw new ReplayError(
      'WEIR_REPLAY_OUTPUT',
      `--out ${directory}: ${message}. Make room, or name another directory.`,
    );
  }
}

function sorted({ transitions, members }: ReplayResult): ReplayResult {
  return {
    transitions: [...transitions].sort((a, b) => compareByBytes(a.customerId, b.customerId)),
    members: [...members].sort(
      (a, b) => compareByBytes(a.customerId, b.customerId) || compareByBytes(a.segmentId, b.segmentId),
    ),
  };
}

async function writeLines<T>(file: FileHandle, values: readonly T[], line: (value: T) => string): Promise<void> {
  for (let start = 0; start < values.length; start += linesPerChunk) {
    const lines = values.slice(start, start + linesPerChunk).map((value) => `${line(value)}\n`);
    await file.write(lines.join(''));
  }
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

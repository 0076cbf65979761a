import { StreamError } from './errors.ts';

/** Where a task stands: committed in every transaction, together with all that the records before these positions caused. */
export interface Positions {
  /** By input topic: the offset of the next record to handle. */
  readonly positions: Readonly<Record<string, number>>;
  /** The task's clock, epoch ms. */
  readonly clockMs: number;
  /** By input topic, in stream time: every record up to this instant has been read. */
  readonly ticks: Readonly<Record<string, number>>;
  /** Made up when the group first starts on the partition. A local store with another one belongs to another log. */
  readonly incarnation: string;
  /** By own changelog topic: the last offset known to be written. A log that ends before it has lost records. */
  readonly written: Readonly<Record<string, number>>;
}

export const positionsKey = 'positions';

export function encodePositions(positions: Positions): Buffer {
  return Buffer.from(JSON.stringify(positions));
}

/** Reads what `encodePositions` wrote; anything else in the positions topic means that someone else writes to it. */
export function decodePositions(bytes: Uint8Array): Positions {
  try {
    const value = JSON.parse(Buffer.from(bytes).toString()) as Partial<Positions>;
    const { positions, clockMs, incarnation, ticks = {}, written = {} } = value;
    if (
      isOffsets(positions) &&
      isOffsets(ticks) &&
      isOffsets(written) &&
      Number.isFinite(clockMs) &&
      incarnation !== undefined
    ) {
      return { positions, clockMs: clockMs as number, ticks, incarnation, written };
    }
  } catch {
    // Falls through to the error below.
  }
  throw new StreamError(
    'WEIR_CHANGELOG_LOST',
    `The positions topic holds a record that Weir did not write (${Buffer.from(bytes).toString().slice(0, 80)}); only its own group may write there.`,
  );
}

function isOffsets(value: unknown): value is Record<string, number> {
  return typeof value === 'object' && value !== null && Object.values(value).every((one) => Number.isFinite(one));
}

import {
  afterPrefix,
  encodedIntegerLength,
  encodeInteger,
  decodeInteger,
  type StateStore,
  type Write,
} from '@weir/store';
import { decodePositions, encodePositions, type Positions } from './positions.ts';

/**
 * How a task's one local store is laid out:
 *
 *   s/<store>/<key>      the entries of the topology's stores
 *   d/<instant>/<key>    the due queue, derived from the entries
 *   a/<topic>            the changelog or table offset up to which (exclusive) the entries are applied
 *   p                    the positions, and the offset of their record
 */
export const stateKey = (store: string, key: string): string => `s/${store}/${key}`;
export const dueKey = (instant: number, key: string): string => `d/${encodeInteger(instant)}/${key}`;
const appliedKey = (topic: string): string => `a/${topic}`;
const positionsEntry = 'p';
const duePrefix = 'd/';

export interface DueEntry {
  readonly key: string;
  /** Epoch ms. */
  readonly dueAt: number;
}

export interface KnownPositions extends Positions {
  /** The offset of the record in the positions topic. */
  readonly at: number;
}

/** What the local store says about itself, and the writes that change it. */
export class LocalState {
  readonly store: StateStore;

  constructor(store: StateStore) {
    this.store = store;
  }

  get(store: string, key: string): Uint8Array | undefined {
    return this.store.get(stateKey(store, key));
  }

  async range(store: string, from: string, limit: number): Promise<{ key: string; value: Uint8Array }[]> {
    const prefix = stateKey(store, '');
    const entries = await this.store.range({ gte: prefix + from, lt: afterPrefix(prefix), limit });
    return entries.map(({ key, value }) => ({ key: key.slice(prefix.length), value }));
  }

  /** The first entries of the due queue that are not below `from`. */
  async dues(from: DueEntry | undefined, limit: number): Promise<DueEntry[]> {
    const gte = from === undefined ? duePrefix : dueKey(from.dueAt, from.key);
    const entries = await this.store.range({ gte, lt: afterPrefix(duePrefix), limit });
    const keyStart = duePrefix.length + encodedIntegerLength + 1;
    return entries.map(({ key }) => ({ dueAt: decodeInteger(key.slice(duePrefix.length)), key: key.slice(keyStart) }));
  }

  /** Zero when nothing was applied yet. */
  applied(topic: string): number {
    const value = this.store.get(appliedKey(topic));
    return value === undefined ? 0 : Number(Buffer.from(value).toString());
  }

  positions(): KnownPositions | undefined {
    const value = this.store.get(positionsEntry);
    if (value === undefined) return undefined;
    const { at } = JSON.parse(Buffer.from(value).toString()) as { at: number };
    return { ...decodePositions(value), at };
  }
}

export function appliedWrite(topic: string, nextOffset: number): Write {
  return { key: appliedKey(topic), value: Buffer.from(String(nextOffset)) };
}

export function positionsWrite(positions: Positions, at: number): Write {
  return { key: positionsEntry, value: encodePositions({ ...positions, at } as Positions) };
}

const nothing = new Uint8Array();

export function dueWrite(key: string, isPresent: boolean): Write {
  return { key, value: isPresent ? nothing : null };
}

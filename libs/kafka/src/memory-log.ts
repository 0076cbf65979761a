import { StreamError } from './errors.ts';
import {
  type FetchedBatch,
  type FetchedRecord,
  type OutgoingRecord,
  type TopicPartition,
  type Watermarks,
} from './port.ts';

type Entry =
  | { readonly kind: 'data'; readonly record: FetchedRecord; readonly transaction: number | undefined }
  | { readonly kind: 'control'; readonly offset: number };

const recordsPerRead = 500;

/** One partition in memory: data and control records, open and aborted transactions, and the last stable offset. */
export class MemoryLog {
  readonly source: TopicPartition;
  #entries: Entry[] = [];
  #low = 0;
  #end = 0;
  /** Open transactions by their number, with the offset of their first record here. */
  readonly #open = new Map<number, number>();
  readonly #aborted = new Set<number>();
  readonly #waiting = new Set<() => void>();

  constructor(source: TopicPartition) {
    this.source = source;
  }

  get watermarks(): Watermarks {
    return { low: this.#low, high: this.#stable() };
  }

  append(outgoing: Omit<OutgoingRecord, 'topic' | 'partition'>, transaction?: number): number {
    const offset = this.#end;
    this.#end += 1;
    if (transaction !== undefined && !this.#open.has(transaction)) this.#open.set(transaction, offset);
    const record: FetchedRecord = {
      offset,
      timestamp: outgoing.timestamp,
      key: outgoing.key === null ? null : Buffer.from(outgoing.key),
      value: outgoing.value === null ? null : Buffer.from(outgoing.value),
      headers: { ...outgoing.headers },
    };
    this.#entries.push({ kind: 'data', record, transaction });
    this.#wake();
    return offset;
  }

  /** Writes the marker that ends the transaction here; nothing when it never wrote here. */
  end(transaction: number, isCommit: boolean): void {
    if (!this.#open.delete(transaction)) return;
    if (!isCommit) this.#aborted.add(transaction);
    this.#entries.push({ kind: 'control', offset: this.#end });
    this.#end += 1;
    this.#wake();
  }

  read(fromOffset: number): FetchedBatch {
    if (fromOffset < this.#low || fromOffset > this.#end) {
      const place = `${this.source.topic}/${this.source.partition}`;
      throw new StreamError(
        'WEIR_OFFSET_OUT_OF_RANGE',
        `${place} has the offsets ${this.#low} to ${this.#end}, not ${fromOffset}.`,
      );
    }
    const endOffset = this.#stable();
    const records: FetchedRecord[] = [];
    let nextOffset = fromOffset;
    for (let at = this.#indexOf(fromOffset); at < this.#entries.length && records.length < recordsPerRead; at += 1) {
      const entry = this.#entries[at] as Entry;
      const offset = offsetOf(entry);
      if (offset >= endOffset) break;
      nextOffset = offset + 1;
      if (entry.kind === 'data' && !(entry.transaction !== undefined && this.#aborted.has(entry.transaction)))
        records.push(entry.record);
    }
    if (records.length < recordsPerRead) nextOffset = Math.max(nextOffset, endOffset);
    return { records, nextOffset, endOffset };
  }

  /** Calls back once, at the next change; returns how to call it off. */
  onChange(callback: () => void): () => void {
    this.#waiting.add(callback);
    return () => this.#waiting.delete(callback);
  }

  /** Records below the offset are gone. */
  trim(offset: number): void {
    this.#low = Math.max(this.#low, Math.min(offset, this.#end));
    this.#entries = this.#entries.filter((entry) => offsetOf(entry) >= this.#low);
  }

  /** Keeps the last committed record of each key; below the last stable offset only, as the log cleaner does. */
  compact(): void {
    const stable = this.#stable();
    const last = new Map<string, number>();
    for (const entry of this.#entries) {
      if (
        entry.kind === 'data' &&
        this.#isCommitted(entry) &&
        entry.record.key !== null &&
        entry.record.offset < stable
      ) {
        last.set(entry.record.key.toString('latin1'), entry.record.offset);
      }
    }
    this.#entries = this.#entries.filter(
      (entry) =>
        offsetOf(entry) >= stable ||
        (entry.kind === 'data' &&
          this.#isCommitted(entry) &&
          last.get(entry.record.key?.toString('latin1') ?? '') === entry.record.offset),
    );
  }

  #isCommitted(entry: Entry & { kind: 'data' }): boolean {
    const { transaction } = entry;
    return transaction === undefined || !(this.#aborted.has(transaction) || this.#open.has(transaction));
  }

  #stable(): number {
    return Math.min(this.#end, ...this.#open.values());
  }

  #indexOf(offset: number): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (offsetOf(this.#entries[middle] as Entry) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const callback of waiting) callback();
  }
}

function offsetOf(entry: Entry): number {
  return entry.kind === 'data' ? entry.record.offset : entry.offset;
}

import type { CustomerState } from '@weir/engine';
import { ByteReader, ByteWriter } from './bytes.ts';
import type { Told } from './fact-kind.ts';
import { factKinds, kindOfTag } from './fact-kinds.ts';
import { orderFacts } from './order-facts.ts';
import { TextTable } from './text-table.ts';

/** Facts in one chunk. A larger one shares more texts, a smaller one costs less to write again at each fact. */
const fullAtFacts = 16;
const fullAtBytes = 64 * 1024;
/** 1: orders alone, without the tags of their kind. */
const formatVersion = 2;

export interface ChunkWrite {
  readonly key: string;
  /** Null removes the chunk. */
  readonly value: Uint8Array | null;
}

/**
 * What was told of one customer, but for the profile as it now is, as a log in chunks, the last of which is open: a new version of an
 * order is appended, whatever chunk holds the one before, and the later one counts; so with every kind of fact. An event thus writes one
 * small chunk however long the history is. When more than half of the facts are outdated, all chunks are written anew.
 *
 * A chunk that is not full is the last one, so a customer is read by key alone.
 */
export class FactLog {
  readonly #customerId: string;
  #openIndex = 0;
  #facts = 0;
  #open = new FactChunk();

  constructor(customerId: string) {
    this.#customerId = customerId;
  }

  /** Reads the chunks of the state's customer into the state. */
  static read(state: CustomerState, get: (key: string) => Uint8Array | undefined): FactLog {
    const log = new FactLog(state.customerId);
    for (let index = 0; ; index++) {
      const bytes = get(chunkKey(state.customerId, index));
      if (bytes === undefined) return log;
      log.#openIndex = index;
      log.#open = FactChunk.read(bytes, state);
      log.#facts += log.#open.facts;
      if (!log.#open.isFull) return log;
    }
  }

  /** Adds facts that the state already holds, and returns what to write. */
  append(told: readonly Told[], state: CustomerState): ChunkWrite[] {
    const facts = this.#facts + told.length;
    if (facts > fullAtFacts && facts > 2 * countOf(state)) return this.#rewrite(state);
    return this.#append(told);
  }

  /** What to write so that nothing of the facts is left. */
  remove(): ChunkWrite[] {
    const writes: ChunkWrite[] = [];
    for (let index = 0; index <= this.#openIndex; index++)
      writes.push({ key: chunkKey(this.#customerId, index), value: null });
    this.#openIndex = 0;
    this.#facts = 0;
    this.#open = new FactChunk();
    return writes;
  }

  #append(told: Iterable<Told>): ChunkWrite[] {
    const full: ChunkWrite[] = [];
    let isChanged = false;
    for (const one of told) {
      if (this.#open.isFull) {
        if (isChanged) full.push(this.#writeOpen());
        this.#openIndex += 1;
        this.#open = new FactChunk();
      }
      this.#open.append(one);
      this.#facts += 1;
      isChanged = true;
    }
    return isChanged ? [...full, this.#writeOpen()] : full;
  }

  #writeOpen(): ChunkWrite {
    return { key: chunkKey(this.#customerId, this.#openIndex), value: this.#open.toBytes() };
  }

  #rewrite(state: CustomerState): ChunkWrite[] {
    const writes = new Map(this.remove().map((write) => [write.key, write]));
    for (const write of this.#append(allOf(state))) writes.set(write.key, write);
    return [...writes.values()];
  }
}

function countOf(state: CustomerState): number {
  let count = 0;
  for (const kind of factKinds) count += kind.countOf(state);
  return count;
}

function* allOf(state: CustomerState): Generator<Told> {
  for (const kind of factKinds) for (const fact of kind.allOf(state)) yield { kind, fact };
}

/** Customer ids hold no NUL, so chunks of different customers never share a key. */
function chunkKey(customerId: string, index: number): string {
  return `${customerId}\u0000${index.toString(16).padStart(4, '0')}`;
}

/** A format byte, then one fact after the other, each behind the tag of its kind, with one table of their texts. */
class FactChunk {
  readonly #writer = new ByteWriter();
  readonly #texts = new TextTable();
  #facts = 0;

  constructor() {
    this.#writer.unsigned(formatVersion);
  }

  static read(bytes: Uint8Array, state: CustomerState): FactChunk {
    const reader = new ByteReader(bytes);
    const format = reader.unsigned();
    if (format === 1) return FactChunk.#readOrders(reader, state);
    if (format !== formatVersion)
      throw new Error(`chunk of facts of format ${format}, this version of Weir knows ${formatVersion}: upgrade it`);
    const chunk = new FactChunk();
    while (!reader.isAtEnd) {
      const kind = kindOfTag(reader.unsigned());
      kind.put(state, kind.read(reader, chunk.#texts));
      chunk.#facts += 1;
    }
    // Behind the format, which the new chunk has written already.
    chunk.#writer.bytes(bytes.subarray(1));
    return chunk;
  }

  /** What came before there were other facts than orders; whatever is appended makes it a chunk of today's format. */
  static #readOrders(reader: ByteReader, state: CustomerState): FactChunk {
    const chunk = new FactChunk();
    const texts = new TextTable();
    while (!reader.isAtEnd) {
      const fact = orderFacts.read(reader, texts);
      orderFacts.put(state, fact);
      chunk.append({ kind: orderFacts, fact });
    }
    return chunk;
  }

  get facts(): number {
    return this.#facts;
  }

  get isFull(): boolean {
    return this.#facts >= fullAtFacts || this.#writer.length >= fullAtBytes;
  }

  append({ kind, fact }: Told): void {
    this.#writer.unsigned(kind.tag);
    kind.write(this.#writer, this.#texts, fact);
    this.#facts += 1;
  }

  toBytes(): Uint8Array {
    return this.#writer.toBytes();
  }
}

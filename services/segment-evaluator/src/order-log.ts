import type { VersionedOrder } from '@weir/engine';
import { ByteReader, ByteWriter } from './bytes.ts';
import { readOrder, TextTable, writeOrder } from './order-encoding.ts';

/** Orders in one chunk. A larger one shares more texts, a smaller one costs less to write again at each order. */
const fullAtEntries = 16;
const fullAtBytes = 64 * 1024;
const formatVersion = 1;

export interface ChunkWrite {
  readonly key: string;
  /** Null removes the chunk. */
  readonly value: Uint8Array | null;
}

/**
 * One customer's orders as a log in chunks, the last of which is open: a new version of an order is appended, whatever chunk
 * holds the one before, and the later entry wins. So an event writes one small chunk however long the history is. When more than
 * half of the entries are outdated, all chunks are written anew.
 *
 * A chunk that is not full is the last one, so a customer is read by key alone.
 */
export class OrderLog {
  readonly #customerId: string;
  #openIndex = 0;
  #entries = 0;
  #open = new OrderChunk();

  constructor(customerId: string) {
    this.#customerId = customerId;
  }

  /** Reads the chunks into `orders`, in the order in which the orders were first told. */
  static read(
    customerId: string,
    get: (key: string) => Uint8Array | undefined,
    orders: Map<string, VersionedOrder>,
  ): OrderLog {
    const log = new OrderLog(customerId);
    for (let index = 0; ; index++) {
      const bytes = get(chunkKey(customerId, index));
      if (bytes === undefined) return log;
      log.#openIndex = index;
      log.#open = OrderChunk.read(bytes, orders);
      log.#entries += log.#open.entries;
      if (!log.#open.isFull) return log;
    }
  }

  /** Adds a version of an order that `orders` already holds, and returns what to write. */
  append(versioned: VersionedOrder, orders: ReadonlyMap<string, VersionedOrder>): ChunkWrite[] {
    if (this.#entries >= fullAtEntries && this.#entries + 1 > 2 * orders.size) return this.#rewrite(orders);
    return [this.#append(versioned)];
  }

  /** What to write so that nothing of the orders is left. */
  remove(): ChunkWrite[] {
    const writes: ChunkWrite[] = [];
    for (let index = 0; index <= this.#openIndex; index++)
      writes.push({ key: chunkKey(this.#customerId, index), value: null });
    this.#openIndex = 0;
    this.#entries = 0;
    this.#open = new OrderChunk();
    return writes;
  }

  #append(versioned: VersionedOrder): ChunkWrite {
    if (this.#open.isFull) {
      this.#openIndex += 1;
      this.#open = new OrderChunk();
    }
    this.#open.append(versioned);
    this.#entries += 1;
    return { key: chunkKey(this.#customerId, this.#openIndex), value: this.#open.toBytes() };
  }

  #rewrite(orders: ReadonlyMap<string, VersionedOrder>): ChunkWrite[] {
    const writes = new Map(this.remove().map((write) => [write.key, write]));
    for (const versioned of orders.values()) {
      const write = this.#append(versioned);
      writes.set(write.key, write);
    }
    return [...writes.values()];
  }
}

/** Customer ids hold no NUL, so chunks of different customers never share a key. */
function chunkKey(customerId: string, index: number): string {
  return `${customerId}\u0000${index.toString(16).padStart(4, '0')}`;
}

/** A format byte, then the encoded orders one after the other, with one table of their texts. */
class OrderChunk {
  readonly #writer = new ByteWriter();
  readonly #texts = new TextTable();
  #entries = 0;

  constructor() {
    this.#writer.unsigned(formatVersion);
  }

  static read(bytes: Uint8Array, orders: Map<string, VersionedOrder>): OrderChunk {
    const chunk = new OrderChunk();
    const reader = new ByteReader(bytes);
    const format = reader.unsigned();
    if (format !== formatVersion)
      throw new Error(`order chunk of format ${format}, this version of Weir knows ${formatVersion}: upgrade it`);
    while (!reader.isAtEnd) {
      const versioned = readOrder(reader, chunk.#texts);
      orders.set(versioned.order.orderId, versioned);
      chunk.#entries += 1;
    }
    // Behind the format, which the new chunk has written already.
    chunk.#writer.bytes(bytes.subarray(1));
    return chunk;
  }

  get entries(): number {
    return this.#entries;
  }

  get isFull(): boolean {
    return this.#entries >= fullAtEntries || this.#writer.length >= fullAtBytes;
  }

  append(versioned: VersionedOrder): void {
    writeOrder(this.#writer, this.#texts, versioned);
    this.#entries += 1;
  }

  toBytes(): Uint8Array {
    return this.#writer.toBytes();
  }
}

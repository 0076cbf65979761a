import type { Orders, VersionedOrder } from '@weir/engine';
import { ByteReader, ByteWriter } from './bytes.ts';
import { orderFacts } from './order-facts.ts';
import { TextPlaces } from './text-places.ts';
import type { Texts } from './text-table.ts';

/** Texts that recur among the orders of one customer, each kept once: 0 is null, n is the n-th. */
class SharedTexts implements Texts {
  readonly #places = new TextPlaces();

  get length(): number {
    return this.#places.length;
  }

  write(writer: ByteWriter, text: string | null): void {
    if (text === null) return writer.unsigned(0);
    const known = this.#places.find(text);
    writer.unsigned((known >= 0 ? known : this.#places.add(text)) + 1);
  }

  read(reader: ByteReader): string | null {
    const reference = reader.unsigned();
    return reference === 0 ? null : this.#places.at(reference - 1);
  }

  readText(reader: ByteReader): string {
    return this.#places.at(reader.unsigned() - 1);
  }
}

/** An order of a hundred items has as many; most have ten, and share them. */
const mostTextsPerOrder = 100;

/** One for all, as packing is never interrupted. */
const writer = new ByteWriter(4096);

/**
 * The orders of one customer, each as a string of its bytes: a quarter of what the decoded order takes, its place in the map included, and
 * nothing in it for the garbage collector to follow. Those that were set or asked for stay unpacked until the cycle is over: they are asked
 * for again within it, and a customer who is decided by a new catalog is asked for all of them by every window.
 */
export class PackedOrders implements Orders {
  /** By order id, in the order in which they were first told. */
  readonly #orders = new Map<string, VersionedOrder | string>();
  #loose: string[] = [];
  #texts = new SharedTexts();
  readonly #waiting: Set<PackedOrders>;

  /** They enter themselves among the waiting when there is something to pack. */
  constructor(waiting: Set<PackedOrders>) {
    this.#waiting = waiting;
  }

  get size(): number {
    return this.#orders.size;
  }

  get(orderId: string): VersionedOrder | undefined {
    const kept = this.#orders.get(orderId);
    return kept === undefined ? undefined : this.#unpacked(orderId, kept);
  }

  set(orderId: string, order: VersionedOrder): void {
    this.#orders.set(orderId, order);
    if (this.#loose.push(orderId) === 1) this.#waiting.add(this);
  }

  *values(): Generator<VersionedOrder> {
    for (const [orderId, kept] of this.#orders) yield this.#unpacked(orderId, kept);
  }

  clear(): void {
    this.#orders.clear();
    this.#loose = [];
    this.#texts = new SharedTexts();
  }

  /** Packs those that are not. */
  pack(): void {
    this.#forgetTexts();
    for (const orderId of this.#loose) {
      const kept = this.#orders.get(orderId);
      if (kept !== undefined && typeof kept !== 'string') this.#orders.set(orderId, this.#packed(kept));
    }
    this.#loose = [];
  }

  #packed(order: VersionedOrder): string {
    writer.clear();
    orderFacts.write(writer, this.#texts, order);
    return writer.toLatin1();
  }

  #unpacked(orderId: string, kept: VersionedOrder | string): VersionedOrder {
    if (typeof kept !== 'string') return kept;
    const order = orderFacts.read(new ByteReader(Buffer.from(kept, 'latin1')), this.#texts);
    this.set(orderId, order);
    return order;
  }

  /** Texts of orders that were edited stay: when there are more than can be in use, all orders are packed anew. */
  #forgetTexts(): void {
    if (this.#texts.length <= mostTextsPerOrder * this.size) return;
    for (const [orderId, kept] of this.#orders) this.#unpacked(orderId, kept);
    this.#texts = new SharedTexts();
  }
}

/** To be called when a cycle is over. */
export function packAll(waiting: Set<PackedOrders>): void {
  for (const orders of waiting) orders.pack();
  waiting.clear();
}

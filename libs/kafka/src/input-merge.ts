import { type InputBuffer } from './input-buffer.ts';
import { type FetchedRecord, type Headers } from './port.ts';
import { isReserved, readTick } from './ticks.ts';
import { type Input, type SourceRecord } from './topology.ts';

/** One record of an input, in the order in which the task handles them. */
export class TakenRecord implements SourceRecord {
  readonly input: number;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Headers;

  constructor(input: number, topic: string, partition: number, record: FetchedRecord) {
    this.input = input;
    this.topic = topic;
    this.partition = partition;
    this.offset = record.offset;
    this.timestamp = record.timestamp;
    this.key = record.key;
    this.value = record.value;
    this.headers = record.headers;
  }
}

export type MergeItem =
  | { readonly kind: 'record'; readonly record: TakenRecord }
  /** A record of Weir itself: nothing to handle but its position. */
  | { readonly kind: 'skip'; readonly input: number; readonly offset: number }
  /** In stream time: no input has anything left at or before the instant. */
  | { readonly kind: 'advance'; readonly instant: number };

/**
 * Brings the records of all inputs into one order.
 *
 *  - Wall time: of what has arrived, the lowest timestamp first; at equal timestamps the earlier input. What has not arrived is not waited for.
 *  - Stream time: strictly by timestamp, input, offset. A record is taken only when every other input has a record, or a tick, at or beyond
 *    it; so the order does not depend on what arrived first, and a replay gives the same result each time.
 */
export class InputMerge {
  readonly #inputs: readonly Input[];
  readonly #buffers: readonly InputBuffer[];
  readonly #partition: number;
  readonly #isStrict: boolean;
  /** By input: it has been promised that every record up to this instant was sent. */
  readonly #promised: number[];
  #floor = -Infinity;

  constructor(options: {
    inputs: readonly Input[];
    buffers: readonly InputBuffer[];
    partition: number;
    isStrict: boolean;
    ticks: Readonly<Record<string, number>>;
  }) {
    this.#inputs = options.inputs;
    this.#buffers = options.buffers;
    this.#partition = options.partition;
    this.#isStrict = options.isStrict;
    this.#promised = options.inputs.map(({ topic }) => options.ticks[topic] ?? -Infinity);
  }

  /** What has been promised, by topic, for those inputs that ever had a tick. */
  ticks(): Record<string, number> {
    const ticks: Record<string, number> = {};
    this.#inputs.forEach(({ topic }, input) => {
      const instant = this.#promised[input] as number;
      if (instant > -Infinity) ticks[topic] = instant;
    });
    return ticks;
  }

  /** Whether any record waits in a buffer. */
  hasArrived(): boolean {
    return this.#buffers.some((buffer) => !buffer.isEmpty);
  }

  /** The next item, or undefined when more must arrive first. */
  next(tablesOnly = false): MergeItem | undefined {
    let best = -1;
    let bestTimestamp = Infinity;
    for (let input = 0; input < this.#buffers.length; input += 1) {
      if (tablesOnly && this.#inputs[input]?.kind !== 'table') continue;
      const head = this.#buffers[input]?.peek();
      if (head === undefined) continue;
      if (isReserved(head)) return this.#skip(input, head);
      if (head.timestamp < bestTimestamp || best < 0) {
        best = input;
        bestTimestamp = head.timestamp;
      }
    }
    if (best >= 0 && (!this.#isStrict || tablesOnly || this.#mayTake(best, bestTimestamp))) {
      const topic = (this.#inputs[best] as Input).topic;
      const record = (this.#buffers[best] as InputBuffer).take();
      return { kind: 'record', record: new TakenRecord(best, topic, this.#partition, record) };
    }
    return this.#isStrict && !tablesOnly ? this.#advance() : undefined;
  }

  #skip(input: number, head: FetchedRecord): MergeItem {
    (this.#buffers[input] as InputBuffer).take();
    const tick = readTick(head);
    if (tick !== undefined && tick > (this.#promised[input] as number)) this.#promised[input] = tick;
    return { kind: 'skip', input, offset: head.offset };
  }

  #mayTake(candidate: number, timestamp: number): boolean {
    for (let input = 0; input < this.#buffers.length; input += 1) {
      if (input === candidate || !(this.#buffers[input] as InputBuffer).isEmpty) continue;
      if ((this.#promised[input] as number) < timestamp) return false;
    }
    return true;
  }

  #advance(): MergeItem | undefined {
    let floor = Infinity;
    for (let input = 0; input < this.#buffers.length; input += 1) {
      const head = (this.#buffers[input] as InputBuffer).peek();
      const reached = head === undefined ? -Infinity : head.timestamp - 1;
      floor = Math.min(floor, Math.max(reached, this.#promised[input] as number));
    }
    if (floor <= this.#floor || floor === Infinity) return undefined;
    this.#floor = floor;
    return { kind: 'advance', instant: floor };
  }
}

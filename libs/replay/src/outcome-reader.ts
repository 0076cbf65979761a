import { type Codec, type RecordOf, topicName } from '@weir/codec';
import { type FetchedRecord, isReserved, type TopicPartition } from '@weir/kafka';
import { type Member, type ReplayResult } from './outputs.ts';

/** Collects what the evaluator wrote to `segment-events` and `customers`. */
export class OutcomeReader {
  readonly #codec: Codec;
  readonly #segmentEvents: string;
  readonly #transitions: RecordOf<'segment-events'>[] = [];
  readonly #customers = new Map<string, Buffer>();

  constructor(codec: Codec, topicPrefix: string) {
    this.#codec = codec;
    this.#segmentEvents = topicName('segment-events', topicPrefix);
  }

  get transitions(): number {
    return this.#transitions.length;
  }

  /** Records of one partition, in order. */
  async read({ topic }: TopicPartition, records: readonly FetchedRecord[]): Promise<void> {
    if (topic === this.#segmentEvents) await this.#readTransitions(records);
    else for (const record of records) this.#keepCustomer(record);
  }

  /** Everything read so far, customers in their last state. */
  async result(): Promise<ReplayResult> {
    const states = [...this.#customers.values()];
    await this.#codec.resolveSchemas('customers', states);
    const members = states.flatMap((bytes) => this.#membersOf(bytes));
    return { transitions: this.#transitions, members };
  }

  async #readTransitions(records: readonly FetchedRecord[]): Promise<void> {
    const values = records.map(({ value }) => value).filter((value) => value !== null);
    await this.#codec.resolveSchemas('segment-events', values);
    for (const value of values) this.#transitions.push(this.#codec.decode('segment-events', value));
  }

  #keepCustomer(record: FetchedRecord): void {
    if (record.key === null || isReserved(record)) return;
    const key = record.key.toString();
    if (record.value === null) this.#customers.delete(key);
    else this.#customers.set(key, record.value);
  }

  #membersOf(bytes: Buffer): Member[] {
    const { customerId, memberships } = this.#codec.decode('customers', bytes);
    return memberships.map(({ segmentId, since }) => ({ customerId, segmentId, since }));
  }
}

import { type Limits } from './limits.ts';
import { type FetchedRecord, type KafkaPort, type PartitionReader, type TopicPartition } from './port.ts';
import { Wakeup } from './wakeup.ts';

const maxWaitMs = 5_000;
const recordOverheadBytes = 100;

export interface InputBufferOptions {
  readonly kafka: KafkaPort;
  readonly source: TopicPartition;
  readonly limits: Limits;
  readonly onArrival: () => void;
  readonly onFailed: (error: unknown) => void;
}

/** Reads one partition ahead of the task, up to a bound in records and bytes; while it is full nothing is read. */
export class InputBuffer {
  readonly source: TopicPartition;
  readonly #options: InputBufferOptions;
  readonly #reader: PartitionReader;
  readonly #space = new Wakeup();
  #records: FetchedRecord[] = [];
  #first = 0;
  #bytes = 0;
  #fetchedTo: number;
  #endOffset: number | undefined;
  #isClosed = false;

  constructor(options: InputBufferOptions, fromOffset: number) {
    this.source = options.source;
    this.#options = options;
    this.#fetchedTo = fromOffset;
    this.#reader = options.kafka.readPartition(options.source, fromOffset);
    void this.#run();
  }

  /** Above everything fetched, records and control records alike. */
  get fetchedTo(): number {
    return this.#fetchedTo;
  }

  /** The end of what can be read, as far as it is known. */
  get endOffset(): number | undefined {
    return this.#endOffset;
  }

  get isEmpty(): boolean {
    return this.#first === this.#records.length;
  }

  peek(): FetchedRecord | undefined {
    return this.#records[this.#first];
  }

  take(): FetchedRecord {
    const record = this.#records[this.#first] as FetchedRecord;
    this.#first += 1;
    this.#bytes -= sizeOf(record);
    if (this.#first === this.#records.length) {
      this.#records = [];
      this.#first = 0;
    }
    if (!this.#isFull()) this.#space.wake();
    return record;
  }

  close(): void {
    this.#isClosed = true;
    this.#space.wake();
    void this.#reader.close();
  }

  #isFull(): boolean {
    const { bufferedRecords, bufferedBytes } = this.#options.limits;
    return this.#records.length - this.#first >= bufferedRecords || this.#bytes >= bufferedBytes;
  }

  async #run(): Promise<void> {
    try {
      while (!this.#isClosed) {
        if (this.#isFull()) {
          await this.#space.wait(maxWaitMs);
          continue;
        }
        const batch = await this.#reader.read(maxWaitMs);
        if (this.#isClosed) return;
        this.#append(batch.records);
        this.#fetchedTo = batch.nextOffset;
        this.#endOffset = batch.endOffset;
        this.#options.onArrival();
      }
    } catch (error) {
      if (!this.#isClosed) this.#options.onFailed(error);
    }
  }

  #append(records: readonly FetchedRecord[]): void {
    if (this.#first > 0) {
      this.#records = this.#records.slice(this.#first);
      this.#first = 0;
    }
    for (const record of records) {
      this.#records.push(record);
      this.#bytes += sizeOf(record);
    }
  }
}

function sizeOf({ key, value }: FetchedRecord): number {
  return (key?.length ?? 0) + (value?.length ?? 0) + recordOverheadBytes;
}

import type { FetchedRecord, KafkaPort, PartitionReader } from '@weir/kafka';

export interface SeenRecord extends FetchedRecord {
  readonly partition: number;
  /** Epoch ms, when the committed record reached this reader. */
  readonly seenAt: number;
}

/** Reads all partitions of a topic as any subscriber would, committed records only, from now or from the beginning. */
export class OutputWatch {
  readonly #readers: PartitionReader[] = [];
  readonly #loops: Promise<void>[] = [];
  #isStopped = false;

  static async start(
    kafka: KafkaPort,
    topic: string,
    partitions: number,
    onRecord: (record: SeenRecord) => void,
  ): Promise<OutputWatch> {
    const watch = new OutputWatch();
    for (let partition = 0; partition < partitions; partition++) {
      const { high } = await kafka.watermarks({ topic, partition });
      const reader = kafka.readPartition({ topic, partition }, high);
      watch.#readers.push(reader);
      watch.#loops.push(watch.#read(reader, partition, onRecord));
    }
    return watch;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#readers.map((reader) => reader.close()));
    await Promise.allSettled(this.#loops);
  }

  async #read(reader: PartitionReader, partition: number, onRecord: (record: SeenRecord) => void): Promise<void> {
    while (!this.#isStopped) {
      const { records } = await reader.read(200);
      const seenAt = Date.now();
      for (const record of records) onRecord({ ...record, partition, seenAt });
    }
  }
}

import { type FetchedBatch } from './port.ts';
import { type AbortedTransaction, decodeRecordBatches, readInt64 } from './record-batch.ts';

/** The answer to a Fetch request (version 11) for one partition. */
export interface PartitionAnswer {
  /** Kafka's error code; 0 is none. */
  readonly errorCode: number;
  readonly lastStableOffset: number;
  readonly logStartOffset: number;
  readonly aborted: readonly AbortedTransaction[];
  readonly records: Buffer;
}

/**
 * Reads the answer's frame: throttle time, error, session, then topics of partitions. The request named one partition, so there is one,
 * unless the request as a whole was refused.
 */
export function decodeFetchAnswer(frame: Buffer): PartitionAnswer {
  const errorCode = frame.readInt16BE(4);
  const topics = frame.readInt32BE(10);
  if (errorCode !== 0 || topics === 0)
    return { errorCode, lastStableOffset: -1, logStartOffset: -1, aborted: [], records: Buffer.alloc(0) };
  let at = 14;
  at += 2 + frame.readInt16BE(at) + 4 + 4;
  const partitionError = frame.readInt16BE(at);
  const lastStableOffset = readInt64(frame, at + 10);
  const logStartOffset = readInt64(frame, at + 18);
  const abortedCount = frame.readInt32BE(at + 26);
  at += 30;
  const aborted: AbortedTransaction[] = [];
  for (let index = 0; index < abortedCount; index += 1) {
    aborted.push({ producerId: readInt64(frame, at), firstOffset: readInt64(frame, at + 8) });
    at += 16;
  }
  const length = Math.max(0, frame.readInt32BE(at + 4));
  const records = frame.subarray(at + 8, at + 8 + length);
  return { errorCode: partitionError, lastStableOffset, logStartOffset, aborted, records };
}

export function toFetchedBatch(answer: PartitionAnswer, fromOffset: number): FetchedBatch {
  const { records, nextOffset } = decodeRecordBatches(answer.records, answer.aborted, fromOffset);
  return { records, nextOffset, endOffset: answer.lastStableOffset };
}

/**
 * What becomes of an error, by its code:
 *  - `retry`: the outside is not ready; wait and try the same again.
 *  - `dead-letter`: this record can never be processed; keep it aside, in the same transaction as the position, and go on.
 *  - `rejoin`: another owner has taken the partition; close the task and wait to be assigned again.
 *  - `restore`: what is in memory can no longer be trusted; discard it and recover from the log.
 *  - `halt`: data is missing; nothing the program does can bring it back, a person must look.
 *  - `crash`: a code that is not in the table is a bug.
 */
export type Verdict = 'retry' | 'dead-letter' | 'rejoin' | 'restore' | 'halt' | 'crash';

const verdicts = {
  WEIR_TOPIC_MISSING: 'retry',
  WEIR_STORE_LOCKED: 'retry',

  WEIR_RECORD_WITHOUT_KEY: 'dead-letter',
  WEIR_RECORD_WRONG_PARTITION: 'dead-letter',
  WEIR_RECORD_TOO_LARGE: 'dead-letter',
  WEIR_RECORD_UNDECODABLE: 'dead-letter',
  WEIR_SCHEMA_UNKNOWN: 'dead-letter',

  WEIR_PRODUCER_FENCED: 'rejoin',

  WEIR_COMMIT_IN_DOUBT: 'restore',
  WEIR_COMMIT_REJECTED: 'restore',
  WEIR_OFFSET_OUT_OF_RANGE: 'restore',
  WEIR_STORE_CORRUPT: 'restore',
  WEIR_STORE_FAILED: 'restore',

  WEIR_INPUT_TRIMMED: 'halt',
  WEIR_INPUT_TRUNCATED: 'halt',
  WEIR_CHANGELOG_LOST: 'halt',
  WEIR_TOPICS_NOT_COPARTITIONED: 'halt',
  WEIR_RECORDS_UNREADABLE: 'halt',
  WEIR_KAFKA_REFUSED: 'halt',
} as const satisfies Record<string, Verdict>;

export type StreamErrorCode = keyof typeof verdicts;

/** An error of the runtime itself; what to do about it is in the table. */
export class StreamError extends Error {
  readonly code: StreamErrorCode;

  constructor(code: StreamErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'StreamError';
    this.code = code;
  }
}

/** Thrown by a processor, before it has changed anything, for a record that can never be processed. */
export class DeadLetterError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'DeadLetterError';
    this.code = code;
  }
}

export function verdictOf(error: unknown): Verdict {
  if (error instanceof DeadLetterError) return 'dead-letter';
  const code = codeOf(error);
  return code !== undefined && Object.hasOwn(verdicts, code) ? verdicts[code as StreamErrorCode] : 'crash';
}

export function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

export function messageOf(error: unknown): string {
  const message = (error as { message?: unknown } | null | undefined)?.message;
  return typeof message === 'string' ? message : String(error);
}

export type StackErrorCode =
  | 'WEIR_ARTIFACT_CORRUPT'
  | 'WEIR_ARTIFACT_UNREACHABLE'
  | 'WEIR_DATA_DIR_BUSY'
  | 'WEIR_DATA_DIR_MISMATCH'
  | 'WEIR_RUNTIME_MISSING'
  | 'WEIR_STACK_NOT_READY'
  | 'WEIR_STACK_SETTING_INVALID';

/** Why the stack could not start. The message is one for people: what was found, and what to do next. */
export class StackError extends Error {
  readonly code: StackErrorCode;

  constructor(code: StackErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StackError';
    this.code = code;
  }
}

/** The innermost reason of a failure: `fetch failed` says nothing, the refused connection beneath it does. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return reasonOf(error.cause);
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  const code = (error as NodeJS.ErrnoException).code;
  return code !== undefined && !error.message.includes(code) ? `${code}: ${error.message}` : error.message;
}

/**
 * What went wrong, for programs to act upon:
 *
 *  - WEIR_RECORD_UNDECODABLE: the bytes are not a record of this topic and never will be. Dead-letter them.
 *  - WEIR_SCHEMA_UNKNOWN: the schema id in the record is not (yet) known. Dead-letter it once `resolveSchemas` has been asked.
 *  - WEIR_RECORD_UNENCODABLE: the value is not one of this topic's schema. A bug of whoever built it.
 *  - WEIR_SCHEMA_NOT_PREPARED: `encode` or `decode` was called before `prepare`. A bug of the caller.
 *  - WEIR_SCHEMA_REFUSED: the registry answered and refused: the message says what to do. Waiting does not help.
 */
export type CodecErrorCode =
  | 'WEIR_RECORD_UNDECODABLE'
  | 'WEIR_SCHEMA_UNKNOWN'
  | 'WEIR_RECORD_UNENCODABLE'
  | 'WEIR_SCHEMA_NOT_PREPARED'
  | 'WEIR_SCHEMA_REFUSED';

export class CodecError extends Error {
  override readonly name = 'CodecError';
  readonly code: CodecErrorCode;

  constructor(code: CodecErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

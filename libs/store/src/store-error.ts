export type StoreErrorCode =
  /** Another process, or another task of this one, has the store open. */
  | 'WEIR_STORE_LOCKED'
  /** The files cannot be read as a store: delete the directory, its changelog brings the content back. */
  | 'WEIR_STORE_CORRUPT'
  /** Any other failure of the disk: space, rights, a missing parent. */
  | 'WEIR_STORE_FAILED';

export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'StoreError';
    this.code = code;
  }
}

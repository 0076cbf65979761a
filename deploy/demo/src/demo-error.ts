export type DemoErrorCode =
  | 'WEIR_DEMO_DATA'
  | 'WEIR_DEMO_OPTION'
  | 'WEIR_DEMO_IN_USE'
  | 'WEIR_DEMO_DEFINITIONS'
  | 'WEIR_DEMO_STACK'
  | 'WEIR_DEMO_STOPPED'
  | 'WEIR_DEMO_EXPORT'
  | 'WEIR_DEMO_SERVICE';

/** Something a person can read and act on; any other error is a bug. */
export class DemoError extends Error {
  override readonly name = 'DemoError';
  readonly code: DemoErrorCode;

  constructor(code: DemoErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

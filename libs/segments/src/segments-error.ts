/** Something that whoever called can put right, in words for them. */
export class SegmentsError extends Error {
  override readonly name = 'SegmentsError';
  readonly code: 'WEIR_SEGMENTS_OPTION' | 'WEIR_SEGMENTS_DEFINITIONS' | 'WEIR_SEGMENTS_EVENTS';

  constructor(code: SegmentsError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

export function optionError(message: string): SegmentsError {
  return new SegmentsError('WEIR_SEGMENTS_OPTION', `${message} (--help says more)`);
}

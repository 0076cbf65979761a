/**
 * One segment cannot be decided for one customer: a bug, or a fact that no contract allows. The state is changed in part and must be
 * dropped; a catalog without that segment can go on from the state as it was.
 */
export class SegmentError extends Error {
  readonly code = 'WEIR_SEGMENT_FAILED';
  readonly segmentId: string;

  constructor(segmentId: string, cause: unknown) {
    super(`segment ${segmentId} cannot be decided: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
    this.segmentId = segmentId;
  }
}

import { type RecordOf } from '@weir/codec';

/** A customer entered or left a segment. */
export type SegmentEvent = RecordOf<'segment-events'>;

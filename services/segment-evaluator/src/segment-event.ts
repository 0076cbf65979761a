import { type RecordOf, segmentEventId } from '@weir/codec';
import type { Transition } from '@weir/engine';

/** The record of a transition, as published on `segment-events`: ids only, no personal data. */
export function toSegmentEvent(
  transition: Transition,
  decidedAt: number,
  causeRef: string | null,
): RecordOf<'segment-events'> {
  const { customerId, segmentId, segmentVersion, seq, effectiveAt, cause, silent, evidence } = transition;
  const event = {
    eventId: segmentEventId(customerId, segmentId, seq),
    customerId,
    segmentId,
    segmentVersion,
    seq,
    effectiveAt,
    decidedAt,
    cause,
    causeRef,
    silent,
    evidence: [...evidence],
  };
  if (transition.type === 'SegmentEntered') return { type: 'SegmentEntered', ...event };
  if (transition.enteredAt === null) throw new Error(`left ${segmentId} without having entered it`);
  return { type: 'SegmentLeft', ...event, enteredAt: transition.enteredAt };
}

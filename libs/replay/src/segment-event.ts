import { type SegmentEvent, segmentEventId } from '@weir/codec';
import { type Transition } from '@weir/engine';

/** The record of a transition as the evaluator publishes it in stream time, where everything is decided at the instant it takes effect. */
export function segmentEventInStreamTime(transition: Transition, causeRef: string | null): SegmentEvent {
  const { customerId, segmentId, segmentVersion, seq, effectiveAt, cause, silent, evidence, enteredAt } = transition;
  const eventId = segmentEventId(customerId, segmentId, seq);
  const event = {
    eventId,
    customerId,
    segmentId,
    segmentVersion,
    seq,
    effectiveAt,
    decidedAt: effectiveAt,
    cause,
    causeRef,
    silent,
    evidence: [...evidence],
  };
  return transition.type === 'SegmentEntered'
    ? { type: 'SegmentEntered', ...event }
    : { type: 'SegmentLeft', ...event, enteredAt: enteredAt ?? effectiveAt };
}

import { type SegmentEvent } from '@weir/codec';
import { type ActingStep, type Automation } from './automation.ts';
import { type DeliveryDefinitions } from './definitions.ts';
import { effectKey } from './effect-key.ts';

/** A step that an automation wants done because of a segment event; whether it may be done is for the gate to say. */
export interface Intent<K extends ActingStep['kind'] = ActingStep['kind']> {
  readonly key: string;
  readonly automation: Automation;
  readonly step: Extract<ActingStep, { kind: K }>;
  readonly stepIndex: number;
  /** Of the nearest promoCode step before this one; null without one. */
  readonly promotionId: string | null;
}

/** Whether a segment event may make automations act at all. */
export function mayAct({ cause, silent }: Pick<SegmentEvent, 'cause' | 'silent'>): boolean {
  return !silent && (cause === 'EVENT' || cause === 'TIME');
}

/** All steps of one kind that the automations want done because of this event, in order. */
export function decideIntents<K extends ActingStep['kind']>(
  event: SegmentEvent,
  definitions: Pick<DeliveryDefinitions, 'automationsOn'>,
  kind: K,
): Intent<K>[] {
  if (!mayAct(event)) return [];
  const change = event.type === 'SegmentEntered' ? 'entered' : 'left';
  return definitions.automationsOn(event.segmentId, change).flatMap((automation) => intentsOf(automation, event, kind));
}

function intentsOf<K extends ActingStep['kind']>(automation: Automation, event: SegmentEvent, kind: K): Intent<K>[] {
  const intents: Intent<K>[] = [];
  let promotionId: string | null = null;
  for (const [stepIndex, step] of automation.steps.entries()) {
    if (step.kind === 'promoCode') promotionId = step.promotionId;
    if (step.kind !== kind) continue;
    const { customerId, segmentId, seq } = event;
    const key = effectKey({ automationId: automation.id, customerId, segmentId, seq, step: stepIndex });
    intents.push({ key, automation, step: step as Intent<K>['step'], stepIndex, promotionId });
  }
  return intents;
}

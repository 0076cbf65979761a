import { type MessageChannel, type MessageEvent } from '@weir/codec';
import { outcomeEventId } from './effect-key.ts';
import { type Ending } from './effect-ledger.ts';

const maxReasonLength = 300;

export function toMessageEvent(
  { effect, kind, reason }: Ending,
  customerId: string,
  channel: MessageChannel,
  occurredAt: number,
): MessageEvent {
  return {
    eventId: outcomeEventId(effect.key, kind),
    customerId,
    occurredAt,
    messageId: effect.key,
    channel,
    automationId: effect.automationId,
    mailingId: null,
    templateId: effect.templateId,
    kind,
    reason: reason === null ? null : reason.slice(0, maxReasonLength),
    url: null,
  };
}

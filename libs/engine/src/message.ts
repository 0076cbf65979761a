import type { Message, MessageEvent } from './facts.ts';

/**
 * The message with one more of its events; the very same object when that tells nothing new. Events may come in any order and repeatedly:
 * what counts is when each kind was first the case.
 */
export function withMessageEvent(known: Message | undefined, event: MessageEvent): Message {
  const { messageId, channel, automationId, mailingId, templateId, kind, occurredAt } = event;
  if (known === undefined)
    return { messageId, channel, automationId, mailingId, templateId, firstAt: { [kind]: occurredAt } };
  const first = known.firstAt[kind];
  if (first !== undefined && first <= occurredAt) return known;
  return { ...known, firstAt: { ...known.firstAt, [kind]: occurredAt } };
}

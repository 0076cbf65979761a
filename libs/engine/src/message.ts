import type { Instant, Message, MessageEvent, MessageKind } from './facts.ts';

/**
 * The message with one more of its events; the very same object when that tells nothing new. Events may come in any order and repeatedly:
 * what counts is when each kind was first the case, and when the customer last opted out.
 */
export function withMessageEvent(known: Message | undefined, event: MessageEvent): Message {
  const { messageId, channel, automationId, mailingId, templateId, kind, occurredAt } = event;
  if (known === undefined) {
    const firstAt = { [kind]: occurredAt };
    return { messageId, channel, automationId, mailingId, templateId, firstAt, optedOutAt: optOut(kind, occurredAt) };
  }
  const first = known.firstAt[kind];
  const isEarlier = first === undefined || occurredAt < first;
  const optedOutAt = later(known.optedOutAt, optOut(kind, occurredAt));
  if (!isEarlier && optedOutAt === known.optedOutAt) return known;
  return { ...known, firstAt: isEarlier ? { ...known.firstAt, [kind]: occurredAt } : known.firstAt, optedOutAt };
}

/** Whoever complains does not want any more of it either. */
function optOut(kind: MessageKind, at: Instant): Instant | null {
  return kind === 'UNSUBSCRIBED' || kind === 'COMPLAINED' ? at : null;
}

function later(a: Instant | null, b: Instant | null): Instant | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

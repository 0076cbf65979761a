import { changesOf } from './change-conditions.ts';
import { asText, everyMember, type JsonObject } from './document.ts';
import { foldText } from './fold-text.ts';
import { firstsOn, optOutsOf } from './message-conditions.ts';
import { type View } from './view.ts';

/** The later word counts: the profile's, or that of a message by which the customer left or complained; of two at once the leaving. */
function effectiveConsent(channel: string, view: View): string {
  const entry = view.facts.profile?.consents[channel];
  const isOver = optOutsOf(channel, view).some((at) => entry === undefined || at >= entry.changedAt);
  return isOver ? 'UNSUBSCRIBED' : (entry?.status ?? 'NEVER');
}

/** An absent entry is `never`. */
export function consentHolds(channels: JsonObject, view: View): boolean {
  return everyMember(
    channels,
    (channel, wanted) => foldText(effectiveConsent(channel, view)) === foldText(asText(wanted)),
  );
}

/** An address, consent, no complaint ever, and no hard bounce since the address last changed. */
export function isContactable(channel: string, view: View): boolean {
  const field = channel === 'email' ? 'email' : 'phone';
  const address = view.facts.profile?.[field] ?? '';
  if (address === '' || effectiveConsent(channel, view) !== 'SUBSCRIBED') return false;
  if (firstsOn(channel, 'COMPLAINED', view).length > 0) return false;
  const changes = changesOf(field, view);
  return firstsOn(channel, 'BOUNCED_HARD', view).every((bounce) => changes.some((change) => change.at > bounce));
}

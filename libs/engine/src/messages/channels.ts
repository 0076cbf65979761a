import type { CustomerFacts } from '../customer-facts.ts';
import type { Consent, ConsentStatus, MessageChannel, Profile } from '../facts.ts';
import { present } from '../text.ts';

/** As conditions and consents name them. */
export const channelNames = ['email', 'sms'] as const;
export type ChannelName = (typeof channelNames)[number];

/** As messages name them. */
export const channelOf: Readonly<Record<ChannelName, MessageChannel>> = { email: 'EMAIL', sms: 'SMS' };

/** The field of the profile that a channel's messages go to. */
export const addressFields = { email: 'email', sms: 'phone' } as const satisfies Readonly<
  Record<ChannelName, keyof Profile>
>;

/** What the customer last said to the shop; undefined when they never said anything. */
export function toldConsent({ profile }: CustomerFacts, channel: ChannelName): Consent | undefined {
  return profile !== null && Object.hasOwn(profile.consents, channel) ? profile.consents[channel] : undefined;
}

/** The consent that counts: unsubscribed by a message since the customer last told the shop, or at that instant; else what they told. */
export function consentStatus(facts: CustomerFacts, channel: ChannelName): ConsentStatus {
  const told = toldConsent(facts, channel);
  const { optedOutAt } = facts.channels.of(channelOf[channel]);
  if (optedOutAt !== Number.NEGATIVE_INFINITY && optedOutAt >= (told?.changedAt ?? optedOutAt)) return 'UNSUBSCRIBED';
  return told?.status ?? 'NEVER';
}

/** Null when it is not known. */
export function addressOf({ profile }: CustomerFacts, channel: ChannelName): string | null {
  return present(profile?.[addressFields[channel]]);
}

/** Whether the present address has turned out to lead nowhere: a hard bounce stands until the address changes. */
export function isBounced(facts: CustomerFacts, channel: ChannelName): boolean {
  const { bouncedAt } = facts.channels.of(channelOf[channel]);
  if (bouncedAt === Number.NEGATIVE_INFINITY) return false;
  return facts.changes.of(addressFields[channel]).every(({ at }) => at <= bouncedAt);
}

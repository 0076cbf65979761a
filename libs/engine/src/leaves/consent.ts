import { allOf, type Condition } from '../condition.ts';
import type { CustomerFacts } from '../customer-facts.ts';
import type { Instant } from '../facts.ts';
import { objectOf, wordOf } from '../json-schema.ts';
import { type ChannelName, channelNames, channelOf, consentStatus, toldConsent } from '../messages/channels.ts';
import type { Reader } from '../reading.ts';
import { constant } from '../verdict.ts';
import type { LeafKind } from './leaf.ts';

const channelWords = { email: 'e-mail', sms: 'text messages' } as const;
const statuses = ['subscribed', 'unsubscribed', 'never'] as const;

export interface ConsentSpec {
  readonly channel: ChannelName;
  readonly status: (typeof statuses)[number];
}

/** `consent: { email: subscribed }`, as the profile and the messages tell it; a consent never given or withdrawn is `never`. */
export const consent: LeafKind<ConsentSpec> = {
  parse(raw: unknown, reader: Reader): Condition | undefined {
    const entries = reader.shape(raw, 'an object of channels, such as { email: subscribed }', channelNames);
    if (entries === undefined) return undefined;
    if (entries.size === 0) return reader.fail(`name at least one channel; allowed: ${channelNames.join(', ')}`);
    const leaves = channelNames
      .filter((channel) => entries.has(channel))
      .map((channel): Condition | undefined => {
        const at = reader.at(channel);
        const status = at.word(entries.get(channel), statuses);
        const spec = status && ({ channel, status } satisfies ConsentSpec);
        return spec && { kind: 'leaf', leaf: 'consent', spec, path: at.path };
      });
    return leaves.length > 0 && leaves.every((leaf) => leaf !== undefined) ? allOf(leaves) : undefined;
  },
  schema: objectOf(Object.fromEntries(channelNames.map((channel) => [channel, wordOf(statuses)]))),
  compile({ channel, status }) {
    const wanted = status.toUpperCase();
    return {
      fields: ['consents'],
      looksAtChannels: true,
      evaluate: (facts) => constant(consentStatus(facts, channel) === wanted),
      explain: (facts) => ({
        condition: `consent.${channel}`,
        actual: consentStatus(facts, channel).toLowerCase(),
        threshold: status,
      }),
      report: (facts, now) => {
        const found = consentStatus(facts, channel);
        const changedAt = found === wanted ? changeOf(facts, channel) : null;
        const turned = status === 'subscribed' && found !== wanted ? `their consent to ${channelWords[channel]}` : null;
        return {
          found: found === 'NEVER' ? 'never said' : found.toLowerCase(),
          decidedBy: [{ kind: 'field', field: `consents.${channel}`, value: found }],
          since: changedAt !== null && changedAt <= now ? changedAt : null,
          remedies: turned === null ? [] : [{ words: turned, scope: '', more: null, isInTime: false }],
        };
      },
    };
  },
};

/** When the consent that counts became what it is: told to the shop, or taken back by a message after that. */
function changeOf(facts: CustomerFacts, channel: ChannelName): Instant | null {
  const told = toldConsent(facts, channel);
  if (told?.status === consentStatus(facts, channel)) return told.changedAt;
  const since = told?.changedAt ?? Number.NEGATIVE_INFINITY;
  const optOuts = [...facts.state.messages.values()]
    .filter((message) => message.channel === channelOf[channel])
    .flatMap(({ firstAt: { UNSUBSCRIBED, COMPLAINED }, optedOutAt }) => [UNSUBSCRIBED, COMPLAINED, optedOutAt])
    .filter((at) => at != null && at >= since);
  return optOuts.length === 0 ? null : Math.min(...(optOuts as Instant[]));
}

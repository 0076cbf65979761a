import { allOf, type Condition } from '../condition.ts';
import type { Consent, ConsentStatus, Profile } from '../facts.ts';
import { objectOf, wordOf } from '../json-schema.ts';
import type { Reader } from '../reading.ts';
import { constant } from '../verdict.ts';
import { type LeafKind, PROFILE } from './leaf.ts';

const channels = ['email', 'sms'] as const;
const channelWords = { email: 'e-mail', sms: 'text messages' } as const;
const statuses = ['subscribed', 'unsubscribed', 'never'] as const;

export interface ConsentSpec {
  readonly channel: (typeof channels)[number];
  readonly status: (typeof statuses)[number];
}

/** `consent: { email: subscribed }`; a consent never given or withdrawn is `never`. */
export const consent: LeafKind<ConsentSpec> = {
  parse(raw: unknown, reader: Reader): Condition | undefined {
    const entries = reader.shape(raw, 'an object of channels, such as { email: subscribed }', channels);
    if (entries === undefined) return undefined;
    if (entries.size === 0) return reader.fail(`name at least one channel; allowed: ${channels.join(', ')}`);
    const leaves = channels
      .filter((channel) => entries.has(channel))
      .map((channel): Condition | undefined => {
        const at = reader.at(channel);
        const status = at.word(entries.get(channel), statuses);
        const spec = status && ({ channel, status } satisfies ConsentSpec);
        return spec && { kind: 'leaf', leaf: 'consent', spec, path: at.path };
      });
    return leaves.length > 0 && leaves.every((leaf) => leaf !== undefined) ? allOf(leaves) : undefined;
  },
  schema: objectOf(Object.fromEntries(channels.map((channel) => [channel, wordOf(statuses)]))),
  compile({ channel, status }) {
    const wanted = status.toUpperCase();
    return {
      touches: PROFILE,
      isTimed: false,
      evaluate: ({ profile }) => constant(statusOf(profile, channel) === wanted),
      explain: ({ profile }) => ({
        condition: `consent.${channel}`,
        actual: statusOf(profile, channel).toLowerCase(),
        threshold: status,
      }),
      report: ({ profile }, now) => {
        const found = statusOf(profile, channel);
        const changedAt = consentOf(profile, channel)?.changedAt ?? null;
        const turned = status === 'subscribed' && found !== wanted ? `their consent to ${channelWords[channel]}` : null;
        return {
          found: found === 'NEVER' ? 'never said' : found.toLowerCase(),
          decidedBy: [{ kind: 'field', field: `consents.${channel}`, value: found }],
          since: found === wanted && changedAt !== null && changedAt <= now ? changedAt : null,
          remedies: turned === null ? [] : [{ words: turned, scope: '', more: null, isInTime: false }],
        };
      },
    };
  },
};

function consentOf(profile: Profile | null, channel: string): Consent | undefined {
  return profile !== null && Object.hasOwn(profile.consents, channel) ? profile.consents[channel] : undefined;
}

function statusOf(profile: Profile | null, channel: string): ConsentStatus {
  return consentOf(profile, channel)?.status ?? 'NEVER';
}

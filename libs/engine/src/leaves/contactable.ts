import type { Condition } from '../condition.ts';
import type { CustomerFacts } from '../customer-facts.ts';
import { listWords, quote } from '../describe/clause.ts';
import type { Decider } from '../explain/leaf-report.ts';
import { timeWords } from '../explain/time-words.ts';
import { wordOf } from '../json-schema.ts';
import {
  addressFields,
  addressOf,
  type ChannelName,
  channelNames,
  channelOf,
  consentStatus,
  isBounced,
} from '../messages/channels.ts';
import type { Reader } from '../reading.ts';
import { constant } from '../verdict.ts';
import type { Zone } from '../zone.ts';
import { type LeafKind, zoneFor } from './leaf.ts';

export interface ContactableSpec {
  readonly channel: ChannelName;
}

/** `contactable: email`: there is an address, the customer has consented and not complained, and no message has bounced for good. */
export const contactable: LeafKind<ContactableSpec> = {
  parse(raw: unknown, reader: Reader): Condition | undefined {
    const channel = reader.word(raw, channelNames);
    const spec = channel && ({ channel } satisfies ContactableSpec);
    return spec && { kind: 'leaf', leaf: 'contactable', spec, path: reader.path };
  },
  schema: wordOf(channelNames),
  compile({ channel }, context) {
    const zoneOf = zoneFor(context);
    return {
      fields: ['consents', addressFields[channel]],
      looksAtChannels: true,
      evaluate: (facts) => constant(isContactable(facts, channel)),
      explain: (facts) => {
        const obstacles = obstaclesFor(facts, channel);
        return {
          condition: `contactable ${channel}`,
          actual: obstacles.length === 0 ? 'contactable' : obstacles.join(', '),
          threshold: 'contactable',
        };
      },
      report: (facts) => {
        const obstacles = obstaclesFor(facts, channel);
        const words = obstacles.map((obstacle) => found[obstacle](channel, facts, zoneOf(facts)));
        const cures = obstacles.map((obstacle) => cure[obstacle](channel));
        const isCurable = cures.length > 0 && cures.every((one) => one !== null);
        return {
          found: obstacles.length === 0 ? quote(addressOf(facts, channel) ?? '') : listWords(words, 'and'),
          decidedBy: decidersOf(facts, channel),
          since: null,
          remedies: isCurable ? [{ words: listWords(cures, 'and'), scope: '', more: null, isInTime: false }] : [],
        };
      },
    };
  },
};

function isContactable(facts: CustomerFacts, channel: ChannelName): boolean {
  return (
    addressOf(facts, channel) !== null &&
    consentStatus(facts, channel) === 'SUBSCRIBED' &&
    !facts.channels.of(channelOf[channel]).hasComplained &&
    !isBounced(facts, channel)
  );
}

/** What stands against another message, each enough by itself. */
type Obstacle = 'no address' | 'no consent' | 'complained' | 'bounced';

function obstaclesFor(facts: CustomerFacts, channel: ChannelName): readonly Obstacle[] {
  const all: Readonly<Record<Obstacle, boolean>> = {
    'no address': addressOf(facts, channel) === null,
    'no consent': consentStatus(facts, channel) !== 'SUBSCRIBED',
    complained: facts.channels.of(channelOf[channel]).hasComplained,
    bounced: isBounced(facts, channel),
  };
  return (Object.keys(all) as Obstacle[]).filter((obstacle) => all[obstacle]);
}

const addressWords = { email: 'e-mail address', sms: 'phone number' } as const;

const found: Readonly<Record<Obstacle, (channel: ChannelName, facts: CustomerFacts, zone: Zone) => string>> = {
  'no address': (channel) => `their ${addressWords[channel]} is not known`,
  'no consent': (channel, facts) =>
    consentStatus(facts, channel) === 'NEVER' ? 'they never said that they want it' : 'they have unsubscribed',
  complained: () => 'they have complained',
  bounced: (channel, facts, zone) => {
    const at = timeWords(facts.channels.of(channelOf[channel]).bouncedAt, zone);
    return `a message bounced for good on ${at}, and the ${addressWords[channel]} is still the same`;
  },
};

/** Null for what nothing mends. */
const cure: Readonly<Record<Obstacle, (channel: ChannelName) => string | null>> = {
  'no address': (channel) => `their ${addressWords[channel]}`,
  'no consent': () => 'their consent',
  complained: () => null,
  bounced: (channel) => `another ${addressWords[channel]}`,
};

function decidersOf(facts: CustomerFacts, channel: ChannelName): readonly Decider[] {
  return [
    { kind: 'field', field: addressFields[channel], value: addressOf(facts, channel) },
    { kind: 'field', field: `consents.${channel}`, value: consentStatus(facts, channel) },
    ...[...facts.state.messages.values()]
      .filter((message) => message.channel === channelOf[channel])
      .flatMap(({ messageId, firstAt: { COMPLAINED, BOUNCED_HARD } }): Decider[] => {
        const at = COMPLAINED ?? BOUNCED_HARD;
        return at === undefined ? [] : [{ kind: 'message', messageId, at }];
      }),
  ];
}

import type { MessagesSpec } from '../leaves/messages.ts';
import type { Outcome } from '../messages/outcomes.ts';
import { asksForPresence, type Test } from '../tests/test.ts';
import { opposite, type Words } from './clause.ts';
import type { Describer } from './describer.ts';
import { type Happening, instantClause } from './instant-phrases.ts';
import { countedPhrase } from './number-phrases.ts';
import { countWords } from './quantity-words.ts';
import type { Setting } from './setting.ts';
import { textPredicate } from './value-phrases.ts';
import { windowPhrase } from './window-phrase.ts';

/** What became of messages, after the noun; and what was done to them at the instant that counts. */
const fates: Readonly<Record<Outcome, readonly [fate: string, deed: string]>> = {
  sent: ['sent to them', 'sent'],
  delivered: ['delivered to them', 'delivered'],
  notDelivered: ['sent to them and not known to be delivered', 'sent'],
  opened: ['opened by them', 'opened'],
  notOpened: ['delivered to them and not opened', 'delivered'],
  clicked: ['with a link clicked by them', 'clicked'],
  notClicked: ['opened by them without a click', 'opened'],
  bounced: ['returned undelivered', 'returned'],
  complained: ['complained about by them', 'complained about'],
  unsubscribed: ['answered by unsubscribing', 'answered so'],
};

const nouns = { email: ['e-mail', 'e-mails'], sms: ['text message', 'text messages'] } as const;

/** The messages that a leaf looks at: what they are called, and what goes after the noun. */
interface MessagePhrase {
  readonly one: string;
  readonly many: string;
  readonly which: string;
  readonly deed: string;
}

function phraseOf({ channel, outcome, origins, window }: MessagesSpec, setting: Setting): MessagePhrase {
  const [one, many] = channel === null ? ['message', 'messages'] : nouns[channel];
  const [fate, deed] = fates[outcome];
  const whose = origins.map(({ origin, test }) => ` whose ${origin} ${textPredicate(test).yes}`).join(' and');
  const time = window === null ? '' : `, ${deed} ${windowPhrase(window, 'each message', setting)}`;
  return { one, many, which: ` ${fate}${whose}${time}`, deed };
}

type AggregateWords = (ask: never, phrase: MessagePhrase, setting: Setting) => Words;

function whetherAny(wanted: boolean, { one, which }: MessagePhrase): Words {
  const article = /^[aeiou]/.test(one) ? 'an' : 'a';
  const words = { yes: `there is ${article} ${one}${which}`, no: `there is no ${one}${which}` };
  return wanted ? words : opposite(words);
}

const count: AggregateWords = ({ test }: { readonly test: Test }, phrase) => {
  const [only, ...others] = test.operations.filter((operation) => asksForPresence(operation) === undefined);
  if (others.length === 0 && only?.operand === 0 && ['eq', 'ne', 'lte'].includes(only.op))
    return whetherAny(only.op === 'ne', phrase);
  const number = countedPhrase(test, countWords);
  const subject = `the number of ${phrase.many}${phrase.which} is`;
  return { yes: `${subject} ${number.yes}`, no: `${subject} ${number.no}` };
};

function end(name: 'first' | 'last'): AggregateWords {
  return ({ test }: { readonly test: Test }, { one, which, deed }, setting) => {
    const subject = `the ${name} ${one}${which}`;
    const happening: Happening = {
      was: [`was ${deed}`, `was not ${deed}`],
      from: 'that moment',
      missing: 'there is none',
      event: subject,
      anniversary: `the anniversary of ${subject}`,
      isDate: false,
    };
    return instantClause(subject, test, happening, setting);
  };
}

/** By the names of the engine's own table of aggregates. */
const aggregates: Readonly<Record<MessagesSpec['aggregate'], AggregateWords>> = {
  exists: ({ wanted }: { readonly wanted: boolean }, phrase) => whetherAny(wanted, phrase),
  count,
  first: end('first'),
  last: end('last'),
};

export const messages: Describer<MessagesSpec> = (spec, setting) =>
  aggregates[spec.aggregate](spec.ask as never, phraseOf(spec, setting), setting);

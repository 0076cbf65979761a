import type { Message } from '../facts.ts';
import { type JsonSchema, wordOf } from '../json-schema.ts';
import type { Reader } from '../reading.ts';
import { compileScalarTest, parseScalarTest, scalarTestSchema } from '../tests/scalar.ts';
import { testInWords } from '../tests/test.ts';
import { text } from '../tests/text.ts';
import type { Occasion, SelectionRequest } from '../tracks/selection.ts';
import { type ChannelName, channelNames, channelOf } from './channels.ts';
import { labelsAsked, originNames, originOf, type OriginTest } from './origins.ts';
import { type Outcome, outcomeNames, outcomes } from './outcomes.ts';

/** Which messages a condition speaks of: those that came to an outcome, at its instant. */
export interface MessageChoice {
  /** Null: any. */
  readonly channel: ChannelName | null;
  readonly outcome: Outcome;
  /** In the order of the table, each at most once. */
  readonly origins: readonly OriginTest[];
}

/** A message that a choice lets through, at the instant of its outcome. */
export interface Letter extends Occasion {
  readonly message: Message;
}

/** What the choice is made of, in a document that may have other keys beside. */
export const choiceNames: readonly string[] = ['channel', 'outcome', ...originNames];

export function parseChoice(entries: ReadonlyMap<string, unknown>, reader: Reader): MessageChoice | undefined {
  const word = <W extends string>(key: string, words: readonly W[]): W | null | undefined =>
    entries.has(key) ? reader.at(key).word(entries.get(key), words) : null;
  const [channel, outcome] = [word('channel', channelNames), word('outcome', outcomeNames)];
  const origins = originNames
    .filter((origin) => entries.has(origin))
    .map((origin) => ({ origin, test: parseScalarTest(text, entries.get(origin), reader.at(origin)) }));
  const isRight = (one: (typeof origins)[number]): one is MessageChoice['origins'][number] => one.test !== undefined;
  if (channel === undefined || outcome === undefined || !origins.every(isRight)) return undefined;
  return { channel, outcome: outcome ?? 'sent', origins };
}

/** Of what `parseChoice` reads. */
export const choiceSchemas: Readonly<Record<string, JsonSchema>> = {
  channel: wordOf(channelNames),
  outcome: wordOf(outcomeNames),
  ...Object.fromEntries(originNames.map((origin) => [origin, scalarTestSchema(text)])),
};

export function requestMessages({ channel, outcome, origins }: MessageChoice): SelectionRequest {
  return {
    source: 'messages',
    key: JSON.stringify([channel, outcome, origins]),
    compile: () => {
      const outcomeOf = outcomes[outcome];
      const isMeant = compileOrigins(channel, origins);
      return {
        labels: labelsAsked(origins),
        match: (message: Message): Letter | null => {
          const at = isMeant(message) ? outcomeOf(message) : undefined;
          return at === undefined ? null : { id: message.messageId, at, message };
        },
        isSame: (before, after) => before.at === after.at,
      };
    },
  };
}

function compileOrigins(
  channel: MessageChoice['channel'],
  origins: MessageChoice['origins'],
): (message: Message) => boolean {
  const wanted = channel && channelOf[channel];
  const tests = origins.map(({ origin, test }) => ({ origin, holds: compileScalarTest(text, test) }));
  return (message) =>
    (wanted === null || message.channel === wanted) &&
    tests.every(({ origin, holds }) => holds(originOf(message, origin)));
}

/** For evidence: `opened, channel email, automation eq welcome`. */
export function choiceInWords({ channel, outcome, origins }: MessageChoice): string {
  const tests = origins.map(({ origin, test }) => `${origin} ${testInWords(test)}`);
  return [outcome, ...(channel === null ? [] : [`channel ${channel}`]), ...tests].join(', ');
}

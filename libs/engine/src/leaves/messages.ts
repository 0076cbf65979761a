import { allOf, type Condition } from '../condition.ts';
import { objectOf } from '../json-schema.ts';
import {
  choiceInWords,
  choiceNames,
  choiceSchemas,
  type MessageChoice,
  parseChoice,
  requestMessages,
} from '../messages/message-choice.ts';
import {
  compileOccasions,
  type OccasionQuestion,
  parseQuestions,
  questionNames,
  questionSchemas,
} from '../occasions/occasion-leaf.ts';
import type { Noun } from '../occasions/occasion-view.ts';
import type { Reader } from '../reading.ts';
import type { LeafKind } from './leaf.ts';

export interface MessagesSpec extends MessageChoice, OccasionQuestion {}

/** `messages: { channel: email, outcome: opened, window: { inLast: P30D }, count: { gte: 2 } }`. */
export const messages: LeafKind<MessagesSpec> = {
  parse(raw: unknown, reader: Reader): Condition | undefined {
    const allowed = [...choiceNames, ...questionNames];
    const entries = reader.shape(raw, 'an object, such as { channel: email, outcome: opened }', allowed);
    if (entries === undefined) return undefined;
    const leaves = parseQuestions('messages', parseChoice(entries, reader), entries, reader);
    return leaves && allOf(leaves);
  },
  schema: objectOf({ ...choiceSchemas, ...questionSchemas }, { minProperties: 0 }),
  compile: (spec, context) =>
    compileOccasions(
      spec,
      { noun, request: requestMessages(spec), leaf: 'messages', words: choiceInWords(spec) },
      context,
    ),
};

const noun: Noun = {
  one: 'message',
  many: 'messages',
  name: ({ id }) => `message ${id}`,
  decider: ({ id, at }) => ({ kind: 'message', messageId: id, at }),
};

import { type MessageEvent, type PromoCode, type SegmentEvent, type Task } from '@weir/codec';
import { type Letter } from './mail-catcher.ts';
import { type CaughtSms } from './sms-catcher.ts';

/** What makes a change of membership the same change, wherever it was decided. */
export type Decided = Pick<
  SegmentEvent,
  'type' | 'customerId' | 'segmentId' | 'seq' | 'effectiveAt' | 'cause' | 'silent'
>;

/** What came out of the services: on Kafka, over SMTP, and at the SMS provider. */
export interface Observed {
  readonly transitions: readonly SegmentEvent[];
  readonly messages: readonly MessageEvent[];
  readonly tasks: readonly Task[];
  readonly promoCodes: readonly PromoCode[];
  readonly letters: readonly Letter[];
  readonly sms: readonly CaughtSms[];
}

/** A letter that must be sent: to this household, at the instant at which three months have passed. */
export interface ExpectedLetter {
  readonly customerId: string;
  /** Epoch ms. */
  readonly effectiveAt: number;
}

/** What the same events lead to without Kafka, by the engine alone. */
export interface Expected {
  readonly transitions: readonly Decided[];
  readonly teaLetters: readonly ExpectedLetter[];
  /** How many text messages are due to households that may be sent one. */
  readonly sms: number;
  /** How many tasks are due. */
  readonly tasks: number;
  /** When each household bought tea, in order (epoch ms), read from the baskets and not by the engine. */
  readonly teaBoughtAt: ReadonlyMap<string, readonly number[]>;
}

/** A Message-ID is the message's id at the sender's domain. */
export function isLetterOf({ messageId }: Pick<Letter, 'messageId'>, id: string): boolean {
  return messageId.startsWith(`<${id}@`);
}

import type { Instant, Message } from '../facts.ts';

/** When a message came to something; undefined when it has not, or is not known to have. */
type OutcomeOf = (message: Message) => Instant | undefined;

const sent: OutcomeOf = (message) => message.firstAt.SENT ?? delivered(message);

/** Who opens a message, or clicks in it, has got it, whether anybody told of the delivery or not. */
const delivered: OutcomeOf = ({ firstAt: { DELIVERED, OPENED, CLICKED } }) => DELIVERED ?? earlier(OPENED, CLICKED);

/** Pictures may never be loaded, and so the opening not be seen. */
const opened: OutcomeOf = ({ firstAt: { OPENED, CLICKED } }) => OPENED ?? CLICKED;

const clicked: OutcomeOf = ({ firstAt }) => firstAt.CLICKED;

/** Came to the one, and not to the other: at the instant of the one. */
const without =
  (one: OutcomeOf, other: OutcomeOf): OutcomeOf =>
  (message) =>
    other(message) === undefined ? one(message) : undefined;

/** What can be asked for, by name, with the instant that counts. */
export const outcomes = {
  sent,
  delivered,
  notDelivered: without(sent, delivered),
  opened,
  notOpened: without(delivered, opened),
  clicked,
  notClicked: without(opened, clicked),
  bounced: ({ firstAt }) => earlier(firstAt.BOUNCED_HARD, firstAt.BOUNCED_SOFT),
  complained: ({ firstAt }) => firstAt.COMPLAINED,
  unsubscribed: ({ firstAt }) => firstAt.UNSUBSCRIBED,
} as const satisfies Readonly<Record<string, OutcomeOf>>;

export type Outcome = keyof typeof outcomes;
export const outcomeNames = Object.keys(outcomes) as readonly Outcome[];

function earlier(a: Instant | undefined, b: Instant | undefined): Instant | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}

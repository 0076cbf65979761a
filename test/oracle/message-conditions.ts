import { type MessageEvent, type MessageKind } from '@weir/engine';
import { type Instant } from './calendar.ts';
import { asOptionalObject, asText, type JsonObject } from './document.ts';
import { foldText } from './fold-text.ts';
import { aggregateHolds } from './occasion-aggregates.ts';
import { windowHolds } from './order-matching.ts';
import { textTest } from './value-tests.ts';
import { type View } from './view.ts';

/** The events of one message, in the order they were told. */
type Story = readonly [MessageEvent, ...MessageEvent[]];

/** Every message with all that was told of it. */
function storiesOf(events: readonly MessageEvent[]): Story[] {
  const stories = new Map<string, [MessageEvent, ...MessageEvent[]]>();
  for (const event of events) {
    const story = stories.get(event.messageId);
    if (story === undefined) stories.set(event.messageId, [event]);
    else story.push(event);
  }
  return [...stories.values()];
}

function earliest(instants: readonly (Instant | undefined)[]): Instant | undefined {
  const known = instants.filter((at) => at !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

function firstOf(story: Story, kind: MessageKind): Instant | undefined {
  return earliest(story.map((event) => (event.kind === kind ? event.occurredAt : undefined)));
}

/** What cannot be without something else implies it: who opens has it, and what is there was sent. */
const opened = (story: Story): Instant | undefined => firstOf(story, 'OPENED') ?? firstOf(story, 'CLICKED');

const delivered = (story: Story): Instant | undefined =>
  firstOf(story, 'DELIVERED') ?? earliest([firstOf(story, 'OPENED'), firstOf(story, 'CLICKED')]);

const sent = (story: Story): Instant | undefined => firstOf(story, 'SENT') ?? delivered(story);

/** When the message came to an outcome; undefined when it has not. */
function outcomeAt(story: Story, outcome: string): Instant | undefined {
  switch (outcome) {
    case 'sent':
      return sent(story);
    case 'delivered':
      return delivered(story);
    case 'notDelivered':
      return delivered(story) === undefined ? sent(story) : undefined;
    case 'opened':
      return opened(story);
    case 'notOpened':
      return opened(story) === undefined ? delivered(story) : undefined;
    case 'clicked':
      return firstOf(story, 'CLICKED');
    case 'notClicked':
      return firstOf(story, 'CLICKED') === undefined ? opened(story) : undefined;
    case 'bounced':
      return earliest([firstOf(story, 'BOUNCED_HARD'), firstOf(story, 'BOUNCED_SOFT')]);
    case 'complained':
      return firstOf(story, 'COMPLAINED');
    case 'unsubscribed':
      return firstOf(story, 'UNSUBSCRIBED');
    default:
      throw new Error(`the oracle knows no outcome ${outcome}`);
  }
}

const aboutMessages = new Set(['channel', 'automation', 'template', 'mailing', 'outcome', 'window']);

function isMeant([{ channel, automationId, templateId, mailingId }]: Story, condition: JsonObject): boolean {
  const values = { channel, automation: automationId, template: templateId, mailing: mailingId };
  return Object.entries(values).every(
    ([name, value]) => condition[name] === undefined || textTest(value, condition[name]),
  );
}

/** When the messages that a condition speaks of came to its outcome, earliest first. */
export function matchMessages(condition: JsonObject, view: View): Instant[] {
  const window = asOptionalObject(condition['window']);
  const outcome = asText(condition['outcome'] ?? 'sent');
  return storiesOf(view.facts.messageEvents)
    .filter((story) => isMeant(story, condition))
    .map((story) => outcomeAt(story, outcome))
    .filter((at) => at !== undefined)
    .filter((at) => windowHolds(at, window, view))
    .sort((left, right) => left - right);
}

export function messagesHold(condition: JsonObject, view: View): boolean {
  const instants = matchMessages(condition, view);
  const aggregates = Object.entries(condition).filter(([name]) => !aboutMessages.has(name));
  if (aggregates.length === 0) return instants.length > 0;
  return aggregates.every(([name, test]) => aggregateHolds(name, instants, test, view));
}

const isOn = (channel: string, event: MessageEvent): boolean => foldText(event.channel) === foldText(channel);

/** Every time that the customer unsubscribed from a channel or complained of it; more than once by one message, too. */
export function optOutsOf(channel: string, view: View): Instant[] {
  return view.facts.messageEvents
    .filter((event) => isOn(channel, event) && (event.kind === 'UNSUBSCRIBED' || event.kind === 'COMPLAINED'))
    .map(({ occurredAt }) => occurredAt);
}

/** When something first became of each message on a channel of which it did. */
export function firstsOn(channel: string, kind: MessageKind, view: View): Instant[] {
  return storiesOf(view.facts.messageEvents.filter((event) => isOn(channel, event)))
    .map((story) => firstOf(story, kind))
    .filter((at) => at !== undefined);
}

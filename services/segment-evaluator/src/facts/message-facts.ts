import type { Instant, Message, MessageChannel, MessageKind } from '@weir/engine';
import type { ByteReader, ByteWriter } from './bytes.ts';
import type { FactKind } from './fact-kind.ts';

/** By their places here they stand in the log: more may follow, none may move. */
const channels: readonly MessageChannel[] = ['EMAIL', 'SMS'];
const kinds: readonly MessageKind[] = [
  'SENT',
  'DELIVERED',
  'BOUNCED_HARD',
  'BOUNCED_SOFT',
  'OPENED',
  'CLICKED',
  'COMPLAINED',
  'UNSUBSCRIBED',
  'REPLIED',
  'SKIPPED',
  'DEFERRED',
  'UNKNOWN',
];

/** Messages, by message id, each as all of its events so far tell it. */
export const messageFacts: FactKind<Message> = {
  tag: 3,
  write(writer, texts, { messageId, channel, automationId, mailingId, templateId, firstAt, optedOutAt }) {
    writer.string(messageId);
    writer.unsigned(placeOf(channels, channel));
    for (const id of [automationId, mailingId, templateId]) texts.write(writer, id);
    writeInstants(writer, firstAt);
    writer.unsigned(optedOutAt === null ? 0 : 1);
    if (optedOutAt !== null) writer.signed(optedOutAt);
  },
  read: (reader, texts) => ({
    messageId: reader.string(),
    channel: at(channels, reader.unsigned()),
    automationId: texts.read(reader),
    mailingId: texts.read(reader),
    templateId: texts.readText(reader),
    firstAt: readInstants(reader),
    optedOutAt: reader.unsigned() === 0 ? null : reader.signed(),
  }),
  put: ({ messages }, message) => messages.set(message.messageId, message),
  allOf: ({ messages }) => messages.values(),
  countOf: ({ messages }) => messages.size,
};

/** The first instant whole, the others by how much they are later than it. */
function writeInstants(writer: ByteWriter, firstAt: Message['firstAt']): void {
  const entries = Object.entries(firstAt) as [MessageKind, Instant][];
  const origin = entries[0]?.[1] ?? 0;
  writer.unsigned(entries.length);
  writer.signed(origin);
  for (const [kind, instant] of entries) {
    writer.unsigned(placeOf(kinds, kind));
    writer.signed(instant - origin);
  }
}

function readInstants(reader: ByteReader): Message['firstAt'] {
  const count = reader.unsigned();
  const origin = reader.signed();
  const firstAt: Partial<Record<MessageKind, Instant>> = {};
  for (let index = 0; index < count; index++) {
    const kind = at(kinds, reader.unsigned());
    firstAt[kind] = origin + reader.signed();
  }
  return firstAt;
}

function placeOf<T>(list: readonly T[], value: T): number {
  const place = list.indexOf(value);
  if (place < 0) throw new Error(`${String(value)} has no place in the log: add it to the end of the list`);
  return place;
}

function at<T>(list: readonly T[], place: number): T {
  const value = list[place];
  if (value === undefined) throw new RangeError(`${place} is none of ${list.join(', ')}`);
  return value;
}

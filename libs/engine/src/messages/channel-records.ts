import type { CustomerState } from '../customer-state.ts';
import type { Instant, Message, MessageChannel } from '../facts.ts';

/** What all messages of a channel together tell of whether there may be another. Instants are -Infinity where there are none. */
export interface ChannelRecord {
  /** When the customer last unsubscribed or complained by one of them. */
  readonly optedOutAt: Instant;
  readonly hasComplained: boolean;
  /** When the last of those that bounced for good did so. */
  readonly bouncedAt: Instant;
}

const blank: ChannelRecord = {
  optedOutAt: Number.NEGATIVE_INFINITY,
  hasComplained: false,
  bouncedAt: Number.NEGATIVE_INFINITY,
};

/** A customer's channels, found once and kept: each message changes them by itself, and most do not. */
export class ChannelRecords {
  readonly #state: CustomerState;
  /** Undefined until somebody asks. */
  #records: Partial<Record<MessageChannel, ChannelRecord>> | undefined;

  constructor(state: CustomerState) {
    this.#state = state;
  }

  of(channel: MessageChannel): ChannelRecord {
    return (this.#records ??= this.#findAll())[channel] ?? blank;
  }

  /** To be called after a message of the state was added, or has taken the place of what was known of it. Whether that changed a record. */
  messageChanged(message: Message, previous: Message | null): boolean {
    if (this.#records === undefined) return true;
    const { channel } = message;
    const known = this.of(channel);
    const isEarlier = previous !== null && bounceOf(previous) > bounceOf(message);
    if (isEarlier && bounceOf(previous) === known.bouncedAt) {
      // The last bounce was earlier than it seemed, and another one may be the last.
      this.#records = undefined;
      return true;
    }
    const found = withMessage(known, message);
    if (found !== known) this.#records[channel] = found;
    return found !== known;
  }

  /** To be called after everything was dropped. */
  forget(): void {
    this.#records = undefined;
  }

  #findAll(): Partial<Record<MessageChannel, ChannelRecord>> {
    const records: Partial<Record<MessageChannel, ChannelRecord>> = {};
    for (const message of this.#state.messages.values())
      records[message.channel] = withMessage(records[message.channel] ?? blank, message);
    return records;
  }
}

/** The very same record when the message tells nothing more. */
function withMessage(known: ChannelRecord, message: Message): ChannelRecord {
  const optedOutAt = Math.max(known.optedOutAt, message.optedOutAt ?? known.optedOutAt);
  const bouncedAt = Math.max(known.bouncedAt, bounceOf(message));
  const hasComplained = known.hasComplained || message.firstAt.COMPLAINED !== undefined;
  const isSame =
    optedOutAt === known.optedOutAt && bouncedAt === known.bouncedAt && hasComplained === known.hasComplained;
  return isSame ? known : { optedOutAt, hasComplained, bouncedAt };
}

function bounceOf({ firstAt }: Message): Instant {
  return firstAt.BOUNCED_HARD ?? Number.NEGATIVE_INFINITY;
}

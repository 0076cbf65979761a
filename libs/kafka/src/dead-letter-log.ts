import { type Logger } from '@weir/observability';
import { type Rejection } from './dead-letter.ts';
import { type TopicPartition } from './port.ts';

const mostLines = 20;
const windowMs = 60_000;

/**
 * Tells operators of each record that was set aside: where it is and why. A shop that sends nothing but nonsense must not fill the disk:
 * after twenty lines within a minute the others are counted, and their number is said when the minute is over.
 */
export class DeadLetterLog {
  readonly #logger: Logger;
  readonly #stopwatch: () => number;
  #windowEndsAt = -Infinity;
  #lines = 0;
  #suppressed = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(logger: Logger, stopwatch: () => number = () => performance.now()) {
    this.#logger = logger;
    this.#stopwatch = stopwatch;
  }

  /** Once the dead letter is committed. The whole reason is in the record's header; here quoted values are left out, for they may be personal. */
  note({ topic, partition, offset }: TopicPartition & { readonly offset: number }, { code, reason }: Rejection): void {
    if (this.#stopwatch() >= this.#windowEndsAt) this.#openWindow();
    if (this.#lines >= mostLines) {
      this.#suppressed += 1;
      this.#timer ??= setTimeout(() => this.flush(), this.#windowEndsAt - this.#stopwatch()).unref();
      return;
    }
    this.#lines += 1;
    this.#logger.warn(
      { topic, partition, offset, code, reason: withoutValues(reason) },
      'record set aside: see the dead-letter topic',
    );
  }

  /** Says how many were not told of one by one, if any. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const suppressed = this.#suppressed;
    this.#suppressed = 0;
    if (suppressed > 0)
      this.#logger.warn(
        { suppressed },
        `${suppressed} more records set aside within a minute: see the dead-letter topic`,
      );
  }

  #openWindow(): void {
    this.flush();
    this.#windowEndsAt = this.#stopwatch() + windowMs;
    this.#lines = 0;
  }
}

function withoutValues(reason: string): string {
  return reason.replaceAll(/"(?:[^"\\]|\\.)*"?/g, '"..."').slice(0, 500);
}

import { addDuration } from '../calendar.ts';
import type { Duration } from '../duration.ts';
import type { Instant } from '../facts.ts';
import type { Interval } from '../tracks/track.ts';
import { intervalOf, isTimedWindow, type Window } from '../tracks/window.ts';
import type { Zone } from '../zone.ts';

/** Which starts count, and when. */
export interface Pairing {
  /** A start is answered by whatever comes at it or after it, and before it plus this. */
  readonly within: Duration;
  /** Whether those count that were answered, or those that were not. */
  readonly isAnswered: boolean;
  /** Of the start. */
  readonly window: Window | null;
}

export function isTimedPairing({ isAnswered, window }: Pairing): boolean {
  return !isAnswered || isTimedWindow(window);
}

/** When a start may still be answered, this end not included. */
export function answerableUntil({ within }: Pairing, start: Instant, zone: Zone): Instant {
  return addDuration(start, within, zone);
}

/** When a start counts whose first answer is at the instant given (Infinity without any); null when it never does. */
export function countingOf(pairing: Pairing, start: Instant, answer: Instant, zone: Zone): Interval | null {
  const end = answerableUntil(pairing, start, zone);
  if (answer < end !== pairing.isAnswered) return null;
  const [from, to] = intervalOf(pairing.window, start, zone);
  const begin = pairing.isAnswered ? from : Math.max(from, end);
  return begin < to ? [begin, to] : null;
}

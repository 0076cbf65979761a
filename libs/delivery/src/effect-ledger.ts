import { type MessageKind } from '@weir/codec';
import { type Automation } from './automation.ts';
import { type SendOutcome } from './send-outcome.ts';
import { type SkipReason } from './skip-reason.ts';

/**
 * WAITING: decided, not handed over, to be tried at `nextAttemptAt`. CLAIMED: being handed over; found after a crash it is in doubt.
 * The others are final.
 */
export type EffectState = 'WAITING' | 'CLAIMED' | 'SENT' | 'FAILED' | 'UNKNOWN' | 'SKIPPED';

/** One message that an automation wants sent, from the decision to its end. Holds ids only, no text and no address. */
export interface Effect {
  readonly key: string;
  readonly automationId: string;
  readonly segmentId: string;
  readonly seq: number;
  readonly step: number;
  readonly templateId: string;
  readonly promotionId: string | null;
  /** When the membership changed, and when that was decided. */
  readonly effectiveAt: number;
  readonly decidedAt: number;
  readonly state: EffectState;
  /** How often it was claimed. */
  readonly attempts: number;
  /** While WAITING. */
  readonly nextAttemptAt: number | null;
  /** After this no further attempt is made. */
  readonly giveUpAt: number;
  /** It was tried again after a doubt: the customer may have it twice. */
  readonly possibleDuplicate: boolean;
  /** When it came to its end; null before. */
  readonly endedAt: number | null;
}

/** What to tell the world of an effect that came to its end. */
export interface Ending {
  readonly effect: Effect;
  readonly kind: MessageKind;
  readonly reason: string | null;
}

export interface RetryPolicy {
  /** The first pause; each further one is twice as long. */
  readonly firstMs: number;
  readonly maxMs: number;
}

export function claim(effect: Effect): Effect {
  return { ...effect, state: 'CLAIMED', attempts: effect.attempts + 1, nextAttemptAt: null };
}

export function wait(effect: Effect, until: number): Effect {
  return { ...effect, state: 'WAITING', nextAttemptAt: until };
}

export function skip(effect: Effect, reason: SkipReason, now: number): Ending {
  return end(effect, 'SKIPPED', 'SKIPPED', reason, now);
}

const refusalKinds = { address: 'BOUNCED_HARD', unsubscribed: 'UNSUBSCRIBED', message: 'BOUNCED_SOFT' } as const;

/** What follows from the provider's answer: an end, or another attempt. */
export function settle(
  effect: Effect,
  outcome: SendOutcome,
  now: number,
  retry: RetryPolicy,
  inDoubt: Automation['inDoubt'],
): Ending | { readonly effect: Effect } {
  switch (outcome.kind) {
    case 'accepted':
      return end(effect, 'SENT', 'SENT', effect.possibleDuplicate ? 'possible-duplicate' : null, now);
    case 'refused':
      return end(effect, 'FAILED', refusalKinds[outcome.because], outcome.reason, now);
    case 'unavailable': {
      const next = now + retryDelay(effect.attempts, retry);
      if (next <= effect.giveUpAt) return { effect: wait(effect, next) };
      return end(
        effect,
        'FAILED',
        outcome.because === 'address' ? 'BOUNCED_SOFT' : 'SKIPPED',
        `gave up: ${outcome.reason}`,
        now,
      );
    }
    case 'unknown':
      return resolveDoubt(effect, outcome.reason, now, inDoubt, now + retryDelay(effect.attempts, retry));
  }
}

/** The time for it has run out without any provider to be reached. */
export function giveUp(effect: Effect, now: number): Ending {
  return end(effect, 'FAILED', 'SKIPPED', 'gave up: the provider was not available', now);
}

/**
 * A claim without an answer: either the doubt is told, or the message is sent again at `again`, and flagged. That is done once: nobody gets a
 * third copy because a provider keeps taking messages without saying so.
 */
export function resolveDoubt(
  effect: Effect,
  reason: string,
  now: number,
  inDoubt: Automation['inDoubt'],
  again: number,
): Ending | { readonly effect: Effect } {
  if (inDoubt === 'report' || effect.possibleDuplicate) return end(effect, 'UNKNOWN', 'UNKNOWN', reason, now);
  return { effect: { ...wait(effect, again), possibleDuplicate: true } };
}

export function retryDelay(attempts: number, { firstMs, maxMs }: RetryPolicy): number {
  return Math.min(maxMs, firstMs * 2 ** Math.min(attempts - 1, 40));
}

function end(effect: Effect, state: EffectState, kind: MessageKind, reason: string | null, now: number): Ending {
  return { effect: { ...effect, state, nextAttemptAt: null, endedAt: now }, kind, reason };
}

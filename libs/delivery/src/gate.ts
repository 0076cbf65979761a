import { type Customer } from '@weir/codec';
import { addDuration, type Zone } from '@weir/engine';
import { type Automation } from './automation.ts';
import { type Addressing } from './channel.ts';
import { seqOf } from './customer-copy.ts';
import { type SkipReason } from './skip-reason.ts';

export interface GateSubject {
  readonly automation: Automation;
  readonly change: { readonly segmentId: string; readonly seq: number; readonly effectiveAt: number };
  /** The sink's own copy, at least as new as the change. */
  readonly customer: Customer;
  /** Null for a task, which goes to a manager. */
  readonly channel: Addressing | null;
  readonly now: number;
  /** The account's, for durations in days. */
  readonly zone: Zone;
}

export type Verdict = { readonly verdict: 'send' } | { readonly verdict: 'skip'; readonly reason: SkipReason };

type Check = (subject: GateSubject) => SkipReason | null;

/** In the order in which they are asked; the first objection is the reason given. */
const checks: readonly Check[] = [isUndone, isTooLate, lacksAddress, hasBadAddress, lacksConsent];

/** Asked before each attempt, on the day it is made: is this still right to send? */
export function askGate(subject: GateSubject): Verdict {
  for (const check of checks) {
    const reason = check(subject);
    if (reason !== null) return { verdict: 'skip', reason };
  }
  return { verdict: 'send' };
}

/** A later change of the same membership has undone the one that caused this. */
function isUndone({ automation, change, customer }: GateSubject): SkipReason | null {
  if (!automation.cancelOnLeave || seqOf(customer, change.segmentId) === change.seq) return null;
  return undoneReason(automation);
}

export function undoneReason(automation: Pick<Automation, 'on'>): SkipReason {
  return automation.on === 'entered' ? 'left-segment' : 'returned-to-segment';
}

function isTooLate({ automation, change, now, zone }: GateSubject): SkipReason | null {
  return isStale(automation, change.effectiveAt, now, zone) ? 'stale' : null;
}

/** Whether it is later than the automation allows to begin a step because of a change at `effectiveAt`. */
export function isStale({ staleAfter }: Automation, effectiveAt: number, now: number, zone: Zone): boolean {
  return staleAfter !== null && now > addDuration(effectiveAt, staleAfter, zone);
}

function lacksAddress({ customer, channel }: GateSubject): SkipReason | null {
  return channel !== null && !addressOf(customer, channel) ? 'no-address' : null;
}

function hasBadAddress({ customer, channel }: GateSubject): SkipReason | null {
  return channel !== null && !channel.isAddress(addressOf(customer, channel) ?? '') ? 'bad-address' : null;
}

function lacksConsent({ customer, channel }: GateSubject): SkipReason | null {
  if (channel === null || customer.profile?.consents[channel.name]?.status === 'SUBSCRIBED') return null;
  return 'no-consent';
}

export function addressOf({ profile }: Customer, channel: Addressing): string | null {
  return profile === null ? null : channel.addressOf(profile);
}

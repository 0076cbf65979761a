import { type Effect } from './effect-ledger.ts';
import { type SinkCycle } from './sink-cycle.ts';

/** All effects of one customer, so that caps can count them and erasure can find them. */
export interface CustomerLedger {
  readonly effects: readonly Effect[];
  /** By automation with `reentry: once`: the change (`segment/seq`) it has acted on. */
  readonly actedOnce: Readonly<Record<string, string>>;
}

/** How long the end of an effect is remembered: longer than the topics of events, so that none is done twice by reading them again. */
export const effectRetentionMs = 90 * 86_400_000;

const prefix = 'customer/';
const empty: CustomerLedger = { effects: [], actedOnce: {} };

export function ledgerKey(customerId: string): string {
  return `${prefix}${customerId}`;
}

/** The customer whose ledger is kept under this key; null for other keys. */
export function customerOfKey(key: string): string | null {
  return key.startsWith(prefix) ? key.slice(prefix.length) : null;
}

/** When a ledger must be looked at again: an attempt is due, or an end can be forgotten. */
export function ledgerDueAt({ effects }: CustomerLedger): number {
  let dueAt = Number.POSITIVE_INFINITY;
  for (const { nextAttemptAt, endedAt } of effects) {
    if (nextAttemptAt !== null) dueAt = Math.min(dueAt, nextAttemptAt);
    if (endedAt !== null) dueAt = Math.min(dueAt, endedAt + effectRetentionMs);
  }
  return dueAt;
}

export function decodeLedger(bytes: Uint8Array): CustomerLedger {
  return JSON.parse(Buffer.from(bytes).toString()) as CustomerLedger;
}

export function encodeLedger(ledger: CustomerLedger): Buffer {
  return Buffer.from(JSON.stringify(ledger));
}

export function loadLedger(cycle: SinkCycle, store: string, customerId: string): CustomerLedger {
  const bytes = cycle.get(store, ledgerKey(customerId));
  return bytes === undefined ? empty : decodeLedger(bytes);
}

/** Writes the ledger, without what can be forgotten, and moves its due time. */
export function saveLedger(
  cycle: SinkCycle,
  store: string,
  customerId: string,
  before: CustomerLedger,
  after: CustomerLedger,
): void {
  const kept = { ...after, effects: after.effects.filter((effect) => !isForgotten(effect, cycle.now)) };
  const isEmpty = kept.effects.length === 0 && Object.keys(kept.actedOnce).length === 0;
  cycle.put(store, ledgerKey(customerId), isEmpty ? null : encodeLedger(kept));
  cycle.reschedule(ledgerKey(customerId), ledgerDueAt(before), ledgerDueAt(kept));
}

/** Replaces the effect with the same key, or adds it. */
export function withEffect(ledger: CustomerLedger, effect: Effect): CustomerLedger {
  return { ...ledger, effects: [...withoutEffect(ledger, effect.key).effects, effect] };
}

export function withoutEffect(ledger: CustomerLedger, key: string): CustomerLedger {
  return { ...ledger, effects: ledger.effects.filter((effect) => effect.key !== key) };
}

function isForgotten({ endedAt }: Effect, now: number): boolean {
  return endedAt !== null && endedAt + effectRetentionMs <= now;
}

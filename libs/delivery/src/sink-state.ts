import { customerOfKey, decodeLedger, ledgerDueAt } from './customer-ledger.ts';
import { erasureDueAt } from './erasure-marks.ts';

/** For the due queue of the runtime, while it restores the state of a message sink. */
export function sinkStateDueAt(key: string, value: Uint8Array): number {
  if (customerOfKey(key) !== null) return ledgerDueAt(decodeLedger(value));
  return erasureDueAt(key, value) ?? Number.POSITIVE_INFINITY;
}

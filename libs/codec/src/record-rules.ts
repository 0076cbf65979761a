import type { CustomerEvent, PromoCode, RecordName } from './generated/records.ts';
import type { ProblemList } from './problem-list.ts';

/** Adds what a schema cannot say: which fields go with which others. The value is one of the topic's type. */
export function addRuleProblems(name: RecordName, value: unknown, list: ProblemList): void {
  if (name === 'customer-events') addCustomerEventProblems(value as CustomerEvent, list);
  if (name === 'promo-codes') addPromoCodeProblems(value as PromoCode, list);
}

function addCustomerEventProblems({ kind, profile, mergedInto, customerId }: CustomerEvent, list: ProblemList): void {
  if (kind === 'UPSERTED' && profile === null) list.addAt('profile', 'is required when kind is UPSERTED');
  if (kind !== 'UPSERTED' && profile !== null)
    list.addAt('profile', `is only allowed when kind is UPSERTED, not ${kind}`);
  if (kind === 'MERGED' && mergedInto === null) list.addAt('mergedInto', 'is required when kind is MERGED');
  if (kind !== 'MERGED' && mergedInto !== null)
    list.addAt('mergedInto', `is only allowed when kind is MERGED, not ${kind}`);
  if (kind === 'MERGED' && mergedInto === customerId) list.addAt('mergedInto', 'is the customer itself');
}

function addPromoCodeProblems({ percent, amount, currency }: PromoCode, list: ProblemList): void {
  if ((percent === null) === (amount === null)) list.addAt('amount', 'a code is worth either a percent or an amount');
  if ((amount === null) !== (currency === null)) list.addAt('currency', 'belongs to an amount, and an amount needs it');
}

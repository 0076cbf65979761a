import type { CustomerEvent, OrderEvent, PromoCode, RecordName } from './generated/records.ts';
import type { ProblemList } from './problem-list.ts';

/** Adds what a schema cannot say: which fields go with which others. The value is one of the topic's type. */
export function addRuleProblems(name: RecordName, value: unknown, list: ProblemList): void {
  if (name === 'customer-events') addCustomerEventProblems(value as CustomerEvent, list);
  if (name === 'order-events') addVersionProblem((value as OrderEvent).version, list);
  if (name === 'promo-codes') addPromoCodeProblems(value as PromoCode, list);
}

/** What nobody has told of yet counts as version -1: an event below 0 would be ignored without a word. */
function addVersionProblem(version: number, list: ProblemList): void {
  if (version < 0) list.addAt('version', `must be 0 or more and grow with every change, found ${version}`);
}

function addCustomerEventProblems(event: CustomerEvent, list: ProblemList): void {
  const { kind, profile, mergedInto, customerId, version } = event;
  addVersionProblem(version, list);
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

import { type Duration } from '@weir/engine';
import { z } from 'zod';
import { closedObject, documentId, type Parsed, parseDocument } from './document-schema.ts';
import { durationText } from './duration-text.ts';

/** A discount that customers get by a personal code. */
export interface Promotion {
  readonly id: string;
  /** Minor units of `currency` when it is an amount. */
  readonly discount: { readonly percent: number } | { readonly amount: number; readonly currency: string };
  /** Counted from the decision that caused the code. */
  readonly validFor: Duration;
  /** What every code begins with; may be empty. */
  readonly prefix: string;
}

const promotion = closedObject({
  promotion: documentId,
  percent: z.number('must be a number').gt(0, 'must be above 0').lte(100, 'must not be above 100').optional(),
  amount: z.int('must be a whole number of minor units (cents, kopecks)').positive('must be above 0').optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as EUR')
    .optional(),
  validFor: durationText,
  prefix: z
    .string('must be text')
    .regex(/^[A-Z0-9-]{0,16}$/, 'must be at most 16 capital letters, digits and hyphens')
    .default(''),
}).transform(({ promotion: id, percent, amount, currency, validFor, prefix }, context): Promotion => {
  const common = { id, validFor, prefix };
  if (percent !== undefined && amount === undefined && currency === undefined)
    return { ...common, discount: { percent } };
  if (percent === undefined && amount !== undefined && currency !== undefined)
    return { ...common, discount: { amount, currency } };
  context.addIssue('must hold either percent, or amount and currency');
  return z.NEVER;
});

/** Reads a promotion document: the promotion, or every problem with the path to it. */
export function parsePromotion(document: unknown): Parsed<Promotion> {
  return parseDocument(promotion, document);
}

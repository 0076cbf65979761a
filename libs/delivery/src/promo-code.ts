import { createHmac } from 'node:crypto';
import { type PromoCode } from '@weir/codec';
import { addDuration, type Zone } from '@weir/engine';
import { type Promotion } from './promotion.ts';

/** No letter or digit that is mistaken for another one: no 0 O, 1 I L, 2 Z, 5 S, 8 B pairs. */
const alphabet = '34679ABCDEFGHJKMNPQRSTUVWXYZ';
const codeLength = 10;

export interface PromoCodeRequest {
  readonly promotion: Promotion;
  readonly customerId: string;
  readonly automationId: string;
  readonly segmentId: string;
  readonly seq: number;
  /** When the change was decided: the same for every service that issues the code. */
  readonly decidedAt: number;
}

export interface IssuedPromoCode extends PromoCodeRequest {
  readonly code: string;
  readonly discount: Promotion['discount'];
  readonly expiresAt: number;
}

/**
 * The personal code of one customer for one promotion and one entry into a segment: always the same one, so that an e-mail, an SMS and a repeat
 * of either name the same code, and not to be guessed without the secret. Among a million codes of one promotion the odds that any two are
 * equal are 1 in 600.
 */
export function issuePromoCode(request: PromoCodeRequest, secret: string, zone: Zone): IssuedPromoCode {
  const { promotion, customerId, segmentId, seq, decidedAt } = request;
  const digest = createHmac('sha256', secret)
    .update(JSON.stringify([promotion.id, customerId, segmentId, seq]))
    .digest('hex');
  let rest = BigInt(`0x${digest}`);
  let letters = '';
  for (let index = 0; index < codeLength; index += 1) {
    letters += alphabet[Number(rest % BigInt(alphabet.length))] ?? '';
    rest /= BigInt(alphabet.length);
  }
  return {
    ...request,
    code: `${promotion.prefix}${letters}`,
    discount: promotion.discount,
    expiresAt: addDuration(decidedAt, promotion.validFor, zone),
  };
}

/** The record that tells the shop of it. Services that issue the same code write the same record. */
export function toPromoCodeRecord(issued: IssuedPromoCode): PromoCode {
  const { discount } = issued;
  return {
    code: issued.code,
    customerId: issued.customerId,
    promotionId: issued.promotion.id,
    kind: 'ISSUED',
    percent: 'percent' in discount ? discount.percent : null,
    amount: 'amount' in discount ? discount.amount : null,
    currency: 'currency' in discount ? discount.currency : null,
    issuedAt: issued.decidedAt,
    expiresAt: issued.expiresAt,
    automationId: issued.automationId,
    segmentId: issued.segmentId,
    seq: issued.seq,
  };
}

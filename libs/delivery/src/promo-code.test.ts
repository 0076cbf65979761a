import { expect, test } from '@jest/globals';
import { findZone } from '@weir/engine';
import fc from 'fast-check';
import { noon } from './builders.ts';
import { issuePromoCode, toPromoCodeRecord } from './promo-code.ts';
import { parsePromotion } from './promotion.ts';

const parsed = parsePromotion({ promotion: 'tea-5', percent: 5, validFor: 'P14D', prefix: 'TEA-' });
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
const promotion = parsed.value;
const moscow = findZone('Europe/Moscow');
if (moscow === undefined) throw new Error('no zone');
const zone = moscow;
const request = { promotion, customerId: 'c-1', automationId: 'a', segmentId: 'tea', seq: 1, decidedAt: noon };

test('one customer, promotion and entry have one code, in letters that are not mistaken for others', () => {
  const issued = issuePromoCode(request, 'secret', zone);
  expect(issued.code).toMatch(/^TEA-[34679ABCDEFGHJKMNPQRSTUVWXYZ]{10}$/);
  expect(issuePromoCode({ ...request, automationId: 'other', decidedAt: noon + 5 }, 'secret', zone).code).toBe(
    issued.code,
  );
});

test('everything else gives another code', () => {
  const codes = [
    issuePromoCode(request, 'secret', zone),
    issuePromoCode(request, 'other secret', zone),
    issuePromoCode({ ...request, customerId: 'c-2' }, 'secret', zone),
    issuePromoCode({ ...request, seq: 3 }, 'secret', zone),
    issuePromoCode({ ...request, segmentId: 'coffee' }, 'secret', zone),
    issuePromoCode({ ...request, promotion: { ...promotion, id: 'tea-6' } }, 'secret', zone),
  ].map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
});

test('the fields of a request cannot run into each other', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (customerA, segmentA, customerB, segmentB) => {
      fc.pre(customerA !== customerB || segmentA !== segmentB);
      const a = issuePromoCode({ ...request, customerId: customerA, segmentId: segmentA }, 's', zone);
      const b = issuePromoCode({ ...request, customerId: customerB, segmentId: segmentB }, 's', zone);
      return a.code !== b.code;
    }),
  );
});

test('a code is valid for days on the calendar of the account', () => {
  const beforeSummerTime = Date.UTC(2026, 2, 28, 12);
  const berlin = findZone('Europe/Berlin');
  if (berlin === undefined) throw new Error('no zone');
  const issued = issuePromoCode({ ...request, decidedAt: beforeSummerTime }, 's', berlin);
  expect(new Date(issued.expiresAt).toISOString()).toBe('2026-04-11T11:00:00.000Z');
});

test('the shop is told what the code is worth', () => {
  const issued = issuePromoCode(request, 'secret', zone);
  expect(toPromoCodeRecord(issued)).toEqual({
    code: issued.code,
    customerId: 'c-1',
    promotionId: 'tea-5',
    kind: 'ISSUED',
    percent: 5,
    amount: null,
    currency: null,
    issuedAt: noon,
    expiresAt: noon + 14 * 86_400_000,
    automationId: 'a',
    segmentId: 'tea',
    seq: 1,
  });
});

test.each([
  [{ percent: 5, amount: 100, currency: 'EUR' }],
  [{ amount: 100 }],
  [{}],
  [{ percent: 0 }],
  [{ percent: 101 }],
  [{ amount: 0.5, currency: 'EUR' }],
  [{ percent: 5, prefix: 'tea' }],
  [{ percent: 5, validFor: '14 days' }],
])('a promotion of %j is refused', (changes) => {
  expect(parsePromotion({ promotion: 'p', validFor: 'P1D', ...changes }).ok).toBe(false);
});

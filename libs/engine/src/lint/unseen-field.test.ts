import { describe, expect, test } from '@jest/globals';
import { definitionOf } from '../testing/catalogs.ts';
import { moscow } from '../testing/warnings.ts';
import { lintSegments } from './lint-segments.ts';

describe('fields that nobody sends', () => {
  const when = {
    all: [
      { customer: { city: 'Moscow', 'custom.sise': 'M' } },
      {
        orders: {
          where: { promoCode: 'x', statusGroup: 'paid', item: { category: 'Tea', price: { gt: 1 } } },
          at: 'paid',
        },
      },
    ],
  };
  const seenIn = (fieldsSeen?: ReadonlySet<string>) =>
    lintSegments([definitionOf({ when })], moscow, fieldsSeen === undefined ? {} : { fieldsSeen }).map(
      ({ path, message, advice }) => `${path}: ${message}; ${advice}`,
    );

  test('are told of when somebody has counted', () => {
    expect(seenIn(new Set(['customer.city', 'customer.custom.size', 'order.paidAt', 'item.categories']))).toEqual([
      'when.all[0].customer.custom.sise: no event so far had a value in customer.custom.sise; Did you mean customer.custom.size? Else have it sent.',
      'when.all[1].orders: no event so far had a value in order.promoCode; Have it sent, or test another field.',
    ]);
  });

  test('not of a kind of event that none was seen of; items come with orders', () => {
    expect(seenIn(new Set(['customer.city', 'customer.custom.sise']))).toEqual([]);
    expect(seenIn(new Set(['order.promoCode', 'order.paidAt']))).toEqual([
      'when.all[1].orders: no event so far had a value in item.categories; Have it sent, or test another field.',
    ]);
  });

  test('names of activities, which compare as texts do, and the orders of a sequence', () => {
    const sides = { first: { activity: { name: 'Cart_Updated' } }, then: { orders: { where: { site: 'x' } } } };
    const both = [{ activity: { name: 'product_veiwed' } }, { sequence: { ...sides, within: 'P1D' } }];
    const seen = ['activity.product_viewed', 'activity.CART_updated', 'order.promoCode'];
    const found = lintSegments([definitionOf({ when: { all: both } })], moscow, { fieldsSeen: new Set(seen) });
    expect(found.map(({ path, message, advice }) => `${path}: ${message}; ${advice}`)).toEqual([
      'when.all[0].activity: no activity so far was called product_veiwed; Did you mean activity.product_viewed? Else have it sent.',
      'when.all[1].sequence: no event so far had a value in order.site; Have it sent, or test another field.',
    ]);
  });

  test('not: when all are sent, or nobody has counted', () => {
    const all = ['customer.city', 'customer.custom.sise', 'order.promoCode', 'order.paidAt', 'item.categories'];
    expect(seenIn(new Set(all))).toEqual([]);
    expect(seenIn()).toEqual([]);
  });
});

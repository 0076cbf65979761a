import { expect, test } from '@jest/globals';
import { isEmailAddress, isMailbox, isPhoneNumber } from './address.ts';

test.each(['a@b', 'anna.ivanova+tea@mail.shop.example', "o'neil@shop.example", 'анна@почта.рф'])(
  '%s is an address',
  (text) => {
    expect(isEmailAddress(text)).toBe(true);
  },
);

test.each([
  '',
  'anna',
  '@shop.example',
  'anna@',
  'a@b@c',
  'a..b@shop.example',
  'a@.example',
  'a@b-',
  'a b@shop.example',
  'a@shop.example\r\nBcc: x@y',
  'a@shop.example,b@shop.example',
  '<a@shop.example>',
  `${'a'.repeat(65)}@shop.example`,
  `a@${'b'.repeat(300)}`,
])('%j is not an address', (text) => {
  expect(isEmailAddress(text)).toBe(false);
});

test('a mailbox is an address, or a name and an address', () => {
  expect(isMailbox('Tea shop <tea@shop.example>')).toBe(true);
  expect(isMailbox('tea@shop.example')).toBe(true);
  expect(isMailbox('Tea, shop <tea@shop.example>')).toBe(false);
  expect(isMailbox('Tea\nshop <tea@shop.example>')).toBe(false);
  expect(isMailbox('Tea shop <tea@shop.example> x')).toBe(false);
});

test('a phone number is in E.164', () => {
  expect(isPhoneNumber('+79161234567')).toBe(true);
  for (const wrong of ['79161234567', '+0123456789', '+7 916 123', '+7916', ''])
    expect(isPhoneNumber(wrong)).toBe(false);
});

import { expect, test } from '@jest/globals';
import { fromMembershipRecord, toMembershipRecord } from './membership-record.ts';

const segmentId = 'tea';

test.each([
  ['in', { segmentId, seq: 3, since: 50, enteredAt: 50 }],
  ['left', { segmentId, seq: 4, since: 70, enteredAt: 50 }],
  ['left, the entry erased', { segmentId, seq: 4, since: 70, enteredAt: null }],
])('a membership is read as it was written: %s', (_, membership) => {
  expect(fromMembershipRecord(toMembershipRecord(membership))).toEqual(membership);
});

test('who is in has entered when that last changed, which is written once', () => {
  expect(toMembershipRecord({ segmentId, seq: 3, since: 50, enteredAt: 50 }).enteredAt).toBeNull();
});

test('of before entries were written down: known while in, unknown after leaving', () => {
  expect(fromMembershipRecord({ segmentId, seq: 1, since: 50 }).enteredAt).toBe(50);
  expect(fromMembershipRecord({ segmentId, seq: 2, since: 70 }).enteredAt).toBeNull();
});

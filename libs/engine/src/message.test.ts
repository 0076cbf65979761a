import { expect, test } from '@jest/globals';
import { withMessageEvent } from './message.ts';
import type { Message } from './facts.ts';
import { messageEvent } from './testing/facts.ts';

const fold = (...told: readonly Parameters<typeof messageEvent>[0][]): Message | undefined =>
  told.reduce<Message | undefined>((known, given) => withMessageEvent(known, messageEvent(given)), undefined);

test('of each kind the first counts, in whatever order they come', () => {
  expect(
    fold(
      { kind: 'OPENED', occurredAt: 30 },
      { kind: 'SENT', occurredAt: 10 },
      { kind: 'OPENED', occurredAt: 20 },
      { kind: 'OPENED', occurredAt: 40 },
    ),
  ).toMatchObject({ firstAt: { SENT: 10, OPENED: 20 }, optedOutAt: null });
});

test('of opting out the last counts too', () => {
  const known = fold({ kind: 'UNSUBSCRIBED', occurredAt: 20 }, { kind: 'SENT', occurredAt: 10 });
  expect(known).toMatchObject({ firstAt: { UNSUBSCRIBED: 20 }, optedOutAt: 20 });
  const again = withMessageEvent(known, messageEvent({ kind: 'UNSUBSCRIBED', occurredAt: 50 }));
  expect(again).toMatchObject({ firstAt: { UNSUBSCRIBED: 20 }, optedOutAt: 50 });
  expect(withMessageEvent(again, messageEvent({ kind: 'COMPLAINED', occurredAt: 40 }))).toMatchObject({
    firstAt: { UNSUBSCRIBED: 20, COMPLAINED: 40 },
    optedOutAt: 50,
  });
});

test('what tells nothing new leaves the very same message', () => {
  const known = fold({ kind: 'SENT', occurredAt: 10 }, { kind: 'UNSUBSCRIBED', occurredAt: 20 });
  expect(withMessageEvent(known, messageEvent({ kind: 'SENT', occurredAt: 15 }))).toBe(known);
  expect(withMessageEvent(known, messageEvent({ kind: 'UNSUBSCRIBED', occurredAt: 20 }))).toBe(known);
});

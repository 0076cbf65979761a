import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { buildCustomer, buildProfile, buildSegmentEvent, noon } from './builders.ts';
import { day, down, Mailer, mailerTopics, minute, stores } from './memory-mailer.ts';
import { createMemoryCodec } from '@weir/codec/testing';

const codec = createMemoryCodec();
let mailer: Mailer;
beforeAll(async () => {
  await codec.prepare(mailerTopics);
});
beforeEach(() => {
  mailer = new Mailer(codec);
});

describe('an entry', () => {
  test('becomes one message, with the code that the shop is told of, and its result', async () => {
    await mailer.learn(buildCustomer());
    await mailer.hear(buildSegmentEvent());
    expect(mailer.promoCodes()).toHaveLength(1);
    expect(mailer.sent).toHaveLength(1);
    expect(mailer.sent[0]).toMatchObject({
      to: 'anna@shop.example',
      date: noon,
      html: `Anna ${mailer.promoCodes()[0]?.code}`,
    });
    await mailer.settle();
    expect(mailer.messages()).toEqual([{ kind: 'SENT', reason: null }]);
    expect(mailer.cycles.keys(stores.state)).toEqual(['customer/c-1']);
  });

  test('is acted on once, however often it is read', async () => {
    await mailer.learn(buildCustomer());
    await mailer.hear(buildSegmentEvent());
    await mailer.settle();
    await mailer.hear(buildSegmentEvent());
    await mailer.settle();
    expect(mailer.sent).toHaveLength(1);
    expect(mailer.kinds()).toEqual(['SENT']);
  });

  test('leaves nothing behind when its cycle is aborted', async () => {
    await mailer.learn(buildCustomer());
    await mailer.hear(buildSegmentEvent(), { abort: true });
    expect(mailer.sent).toEqual([]);
    expect(mailer.cycles.emitted).toEqual([]);
  });

  test.each([
    ['silent', { silent: true }],
    ['because of a definition', { cause: 'DEFINITION' as const }],
    ['because of a merge', { cause: 'MERGE' as const }],
    ['by hand', { cause: 'MANUAL' as const }],
  ])('that is %s makes nothing happen', async (_what, changes) => {
    await mailer.learn(buildCustomer());
    await mailer.hear(buildSegmentEvent(changes));
    await mailer.settle();
    expect(mailer.cycles.emitted).toEqual([]);
    expect(mailer.cycles.keys(stores.state)).toEqual([]);
  });

  test('waits until the copy of the customer shows it', async () => {
    expect(await mailer.hear(buildSegmentEvent())).toBe('later');
    await mailer.learn(buildCustomer({ memberships: [] }));
    expect(await mailer.hear(buildSegmentEvent())).toBe('later');
    expect(mailer.cycles.keys(stores.state)).toEqual([]);
    await mailer.learn(buildCustomer());
    expect(await mailer.hear(buildSegmentEvent())).toBeUndefined();
    expect(mailer.sent).toHaveLength(1);
  });

  test('of a customer who never shows up holds the others up for ten minutes, and no longer', async () => {
    expect(await mailer.hear(buildSegmentEvent())).toBe('later');
    mailer.cycles.now += 10 * minute;
    expect(await mailer.hear(buildSegmentEvent())).toBe('later');
    mailer.cycles.now += 1;
    expect(await mailer.hear(buildSegmentEvent())).toBeUndefined();
    expect(mailer.cycles.emitted).toEqual([]);
    expect(mailer.cycles.keys(stores.state)).toEqual([]);
  });

  test('of a customer who is not there is not waited for when it is stale, or in a replay', async () => {
    expect(await mailer.hear(buildSegmentEvent({ effectiveAt: noon - 3 * day }))).toBeUndefined();
    mailer.cycles.isStreamTime = true;
    expect(await mailer.hear(buildSegmentEvent())).toBeUndefined();
    expect(mailer.cycles.emitted).toEqual([]);
  });

  test('of a customer who cannot be written to is skipped, and says why', async () => {
    await mailer.learn(buildCustomer({ profile: buildProfile({ consents: {} }) }));
    await mailer.hear(buildSegmentEvent());
    await mailer.settle();
    expect(mailer.sent).toEqual([]);
    expect(mailer.promoCodes()).toEqual([]);
    expect(mailer.messages()).toEqual([{ kind: 'SKIPPED', reason: 'no-consent' }]);
  });

  test.each([
    ['template-missing', { steps: [{ email: { template: 'gone' } }] }],
    ['template-failed', { steps: [{ email: { template: 't' } }] }],
    ['promotion-missing', { steps: [{ promoCode: 'gone' }, { email: { template: 't' } }] }],
  ])('of an automation that cannot be carried out is skipped: %s', async (reason, changes) => {
    mailer.automation(changes);
    await mailer.learn(buildCustomer());
    await mailer.hear(buildSegmentEvent());
    expect(mailer.messages()).toEqual([{ kind: 'SKIPPED', reason }]);
  });

  test('makes an automation act every time, or once', async () => {
    const back = buildCustomer({ memberships: [{ segmentId: 'tea', seq: 3, since: noon, enteredAt: null }] });
    for (const reentry of ['everyTime', 'once']) {
      mailer = new Mailer(codec);
      mailer.automation({ reentry });
      await mailer.learn(buildCustomer());
      await mailer.hear(buildSegmentEvent());
      await mailer.settle();
      await mailer.learn(back);
      await mailer.hear(buildSegmentEvent({ seq: 3 }));
      await mailer.settle();
      expect(mailer.kinds()).toEqual(reentry === 'once' ? ['SENT', 'SKIPPED'] : ['SENT', 'SENT']);
    }
  });

  test('gets every step of an automation that acts once', async () => {
    mailer.automation({
      reentry: 'once',
      steps: [{ promoCode: 'p' }, { email: { template: 't' } }, { email: { template: 't' } }],
    });
    await mailer.learn(buildCustomer());
    await mailer.hear(buildSegmentEvent());
    await mailer.settle();
    expect(mailer.kinds()).toEqual(['SENT', 'SENT']);
  });

  test('whose message was skipped does not use up the one time', async () => {
    mailer.automation({ reentry: 'once' });
    await mailer.learn(buildCustomer({ profile: buildProfile({ email: null }) }));
    await mailer.hear(buildSegmentEvent());
    await mailer.learn(buildCustomer({ memberships: [{ segmentId: 'tea', seq: 3, since: noon, enteredAt: null }] }));
    await mailer.hear(buildSegmentEvent({ seq: 3 }));
    await mailer.settle();
    expect(mailer.kinds()).toEqual(['SKIPPED', 'SENT']);
  });
});

describe('a provider', () => {
  test('that is down for an hour gets every message when it is back, and few attempts until then', async () => {
    mailer.answer = () => Promise.resolve(down);
    for (let index = 0; index < 20; index += 1) {
      const customerId = `c-${index}`;
      await mailer.learn(buildCustomer({ customerId }), customerId);
      await mailer.hear(buildSegmentEvent({ customerId }));
      await mailer.settle();
    }
    for (let elapsed = 0; elapsed < 60; elapsed += 1) await mailer.passTime(minute);
    expect(mailer.sent.length).toBeLessThan(10);
    expect(mailer.kinds()).toEqual([]);
    mailer.answer = () => Promise.resolve({ kind: 'accepted' });
    await mailer.passTime(2 * 60 * minute);
    await mailer.passTime(2 * 60 * minute);
    expect(mailer.kinds()).toEqual(Array(20).fill('SENT'));
  });

  test('that stays down is given up after the deadline', async () => {
    mailer.answer = () => Promise.resolve(down);
    await mailer.learn(buildCustomer());
    await mailer.hear(buildSegmentEvent());
    await mailer.settle();
    for (let elapsed = 0; elapsed < 26; elapsed += 1) await mailer.passTime(60 * minute);
    expect(mailer.messages()).toEqual([{ kind: 'SKIPPED', reason: 'gave up: connection refused' }]);
  });

  test.each([
    ['BOUNCED_HARD', { kind: 'refused', because: 'address', reason: '550' }],
    ['BOUNCED_SOFT', { kind: 'refused', because: 'message', reason: '554' }],
    ['UNSUBSCRIBED', { kind: 'refused', because: 'unsubscribed', reason: '21610' }],
  ] as const)('that refuses a message ends it as %s, and it blocks nobody', async (kind, answer) => {
    mailer.answer = ({ to }) => Promise.resolve(to === 'bad@shop.example' ? answer : { kind: 'accepted' });
    await mailer.learn(buildCustomer({ profile: buildProfile({ email: 'bad@shop.example' }) }));
    await mailer.learn(buildCustomer({ customerId: 'c-2' }), 'c-2');
    await mailer.hear(buildSegmentEvent());
    await mailer.hear(buildSegmentEvent({ customerId: 'c-2' }));
    await mailer.settle();
    await mailer.passTime(day);
    expect(mailer.kinds()).toEqual([kind, 'SENT']);
    expect(mailer.sent).toHaveLength(2);
  });

  test('whose answer is lost leaves the message in doubt', async () => {
    mailer.answer = () => Promise.reject(new Error('socket hang up'));
    await mailer.learn(buildCustomer());
    await mailer.hear(buildSegmentEvent());
    await mailer.settle();
    expect(mailer.messages()).toEqual([{ kind: 'UNKNOWN', reason: 'socket hang up' }]);
  });
});

describe('a message that waits', () => {
  beforeEach(async () => {
    mailer.answer = () => Promise.resolve(down);
    await mailer.learn(buildCustomer());
    await mailer.hear(buildSegmentEvent());
    await mailer.settle();
    mailer.answer = () => Promise.resolve({ kind: 'accepted' });
  });

  test('is dropped when the customer leaves', async () => {
    await mailer.learn(
      buildCustomer({
        memberships: [],
        endedMemberships: [{ segmentId: 'tea', seq: 2, since: noon, enteredAt: noon }],
      }),
    );
    await mailer.hear(buildSegmentEvent({ seq: 2, silent: true, cause: 'DEFINITION' }));
    await mailer.passTime(day);
    expect(mailer.sent).toHaveLength(1);
    expect(mailer.messages()).toEqual([{ kind: 'SKIPPED', reason: 'left-segment' }]);
  });

  test('goes on waiting when its event is read again', async () => {
    await mailer.hear(buildSegmentEvent());
    expect(mailer.kinds()).toEqual([]);
    await mailer.passTime(minute);
    expect(mailer.kinds()).toEqual(['SENT']);
  });

  test('is dropped when consent is withdrawn in the meantime', async () => {
    await mailer.learn(buildCustomer({ profile: buildProfile({ consents: {} }) }));
    await mailer.passTime(minute);
    expect(mailer.messages()).toEqual([{ kind: 'SKIPPED', reason: 'no-consent' }]);
  });

  test('goes to the address that the customer has by then', async () => {
    await mailer.learn(buildCustomer({ profile: buildProfile({ email: 'new@shop.example' }) }));
    await mailer.passTime(minute);
    expect(mailer.sent.map(({ to }) => to)).toEqual(['anna@shop.example', 'new@shop.example']);
    expect(mailer.kinds()).toEqual(['SENT']);
  });

  test('is dropped when the automation is switched off', async () => {
    mailer.automation({ off: true });
    await mailer.passTime(minute);
    expect(mailer.messages()).toEqual([{ kind: 'SKIPPED', reason: 'automation-removed' }]);
  });

  test('is found again by another process, and is not in doubt', async () => {
    await mailer.recover({ inSameProcess: false });
    await mailer.passTime(minute);
    expect(mailer.kinds()).toEqual(['SENT']);
  });
});

test('what is over is forgotten after 90 days', async () => {
  await mailer.learn(buildCustomer());
  await mailer.hear(buildSegmentEvent());
  await mailer.settle();
  expect(mailer.cycles.nextDueAt()).toBe(noon + 90 * day);
  await mailer.passTime(90 * day);
  expect(mailer.cycles.keys(stores.state)).toEqual([]);
});

import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { buildCustomer, buildSegmentEvent, noon } from './builders.ts';
import { day, down, Mailer, mailerTopics, minute, neverAnswers, stores } from './memory-mailer.ts';
import { createMemoryCodec } from '@weir/codec/testing';
import { type SendOutcome } from './send-outcome.ts';

const codec = createMemoryCodec();
let mailer: Mailer;
beforeAll(async () => {
  await codec.prepare(mailerTopics);
});
beforeEach(() => {
  mailer = new Mailer(codec);
});

describe('a crash', () => {
  test('between handing over and the answer leaves one message in doubt, told and not sent again', async () => {
    mailer.answer = neverAnswers;
    await mailer.learn(buildCustomer());
    await mailer.hear(buildSegmentEvent());
    await mailer.recover({ inSameProcess: false });
    await mailer.settle();
    expect(mailer.sent).toHaveLength(1);
    expect(mailer.messages()).toEqual([{ kind: 'UNKNOWN', reason: 'interrupted between handing over and the answer' }]);
    await mailer.recover({ inSameProcess: false });
    expect(mailer.kinds()).toEqual(['UNKNOWN']);
  });

  test('with very many claims open resolves every one of them', async () => {
    for (let index = 0; index < 501; index += 1) {
      const customerId = `c-${index}`;
      await mailer.learn(buildCustomer({ customerId }), customerId);
      await mailer.hear(buildSegmentEvent({ customerId }), { crash: true });
    }
    await mailer.recover({ inSameProcess: false });
    expect(mailer.kinds()).toHaveLength(501);
    expect(mailer.cycles.keys(stores.state).filter((key) => key.startsWith('claim/'))).toEqual([]);
  });

  test('is followed by the same message again, flagged, when the automation says so', async () => {
    mailer.automation({ inDoubt: 'resend' });
    mailer.answer = neverAnswers;
    await mailer.learn(buildCustomer());
    await mailer.hear(buildSegmentEvent());
    mailer.answer = () => Promise.resolve({ kind: 'accepted' });
    await mailer.recover({ inSameProcess: false });
    await mailer.settle();
    expect(mailer.sent).toHaveLength(2);
    expect(new Set(mailer.sent.map(({ messageId }) => messageId)).size).toBe(1);
    expect(mailer.promoCodes()).toHaveLength(1);
    expect(mailer.messages()).toEqual([{ kind: 'SENT', reason: 'possible-duplicate' }]);
  });

  test('after which the message is in doubt a second time sends no third copy', async () => {
    mailer.automation({ inDoubt: 'resend' });
    mailer.answer = () => Promise.resolve({ kind: 'unknown', reason: 'no answer' });
    await mailer.learn(buildCustomer());
    await mailer.hear(buildSegmentEvent());
    await mailer.settle();
    expect(mailer.sent).toHaveLength(1);
    await mailer.passTime(minute);
    await mailer.passTime(day);
    expect(mailer.sent).toHaveLength(2);
    expect(mailer.messages()).toEqual([{ kind: 'UNKNOWN', reason: 'no answer' }]);
  });

  test('of the broker, not of the process, leaves nothing in doubt: the answer is still to come', async () => {
    let answer: (outcome: SendOutcome) => void = () => undefined;
    mailer.answer = () => new Promise((resolve) => (answer = resolve));
    await mailer.learn(buildCustomer());
    await mailer.hear(buildSegmentEvent());
    await mailer.recover({ inSameProcess: true });
    answer({ kind: 'accepted' });
    await mailer.settle();
    expect(mailer.sent).toHaveLength(1);
    expect(mailer.kinds()).toEqual(['SENT']);
  });

  test('that aborts the writing down of a known answer does not lose it', async () => {
    await mailer.learn(buildCustomer());
    await mailer.hear(buildSegmentEvent());
    const id = mailer.sent[0]?.messageId.slice(1, 41) ?? '';
    await mailer.cycles.cycle((cycle) => mailer.sink.onEffectOutcome({ id, result: { kind: 'accepted' } }, cycle), {
      abort: true,
    });
    await mailer.recover({ inSameProcess: true });
    await mailer.settle();
    expect(mailer.kinds()).toEqual(['SENT']);
  });

  test('of the broker before the call has begun leaves nothing in doubt either: it is made after the recovery, once', async () => {
    await mailer.learn(buildCustomer());
    await mailer.hear(buildSegmentEvent(), { crash: true });
    await mailer.recover({ inSameProcess: true });
    await mailer.settle();
    expect(mailer.sent).toHaveLength(1);
    expect(mailer.messages()).toEqual([{ kind: 'SENT', reason: null }]);
  });

  test('after the commit and before the call counts as in doubt too: nobody can tell', async () => {
    await mailer.learn(buildCustomer());
    await mailer.hear(buildSegmentEvent(), { crash: true });
    await mailer.recover({ inSameProcess: false });
    expect(mailer.sent).toEqual([]);
    expect(mailer.kinds()).toEqual(['UNKNOWN']);
  });
});

test('what the process remembers of a claim is forgotten once the result is committed', async () => {
  await mailer.learn(buildCustomer());
  await mailer.hear(buildSegmentEvent());
  await mailer.settle();
  expect(mailer.rememberedClaims).toBe(1);
  mailer.sink.onCycle();
  expect(mailer.rememberedClaims).toBe(0);
});

describe('an erasure', () => {
  test('removes what is kept of the customer, drops what waits, and tells nobody', async () => {
    mailer.answer = () => Promise.resolve(down);
    await mailer.learn(buildCustomer());
    await mailer.hear(buildSegmentEvent());
    await mailer.settle();
    await mailer.learn(null);
    await mailer.passTime(day);
    expect(mailer.sent).toHaveLength(1);
    expect(mailer.kinds()).toEqual([]);
    expect(mailer.cycles.keys(stores.state)).toEqual([expect.stringMatching(/^erased\/[0-9a-f]{40}$/)]);
  });

  test('that comes before an older segment event lets it pass without a trace', async () => {
    await mailer.learn(buildCustomer());
    await mailer.learn(null);
    expect(await mailer.hear(buildSegmentEvent())).toBeUndefined();
    await mailer.settle();
    expect(mailer.sent).toEqual([]);
    expect(mailer.cycles.emitted).toEqual([]);
  });

  test('in the middle of a call leaves no trace of its answer', async () => {
    let answer: (outcome: SendOutcome) => void = () => undefined;
    mailer.answer = () => new Promise((resolve) => (answer = resolve));
    await mailer.learn(buildCustomer());
    await mailer.hear(buildSegmentEvent());
    await mailer.learn(null);
    expect(mailer.cycles.keys(stores.state)).toEqual([expect.stringMatching(/^erased\//)]);
    answer({ kind: 'accepted' });
    await mailer.settle();
    expect(mailer.kinds()).toEqual([]);
    expect(mailer.cycles.keys(stores.state)).toEqual([expect.stringMatching(/^erased\//)]);
  });

  test('does not keep the same customer, come back, from being written to', async () => {
    await mailer.learn(null);
    mailer.cycles.now += 1;
    await mailer.learn(buildCustomer());
    await mailer.hear(buildSegmentEvent({ decidedAt: noon + 1 }));
    expect(mailer.sent).toHaveLength(1);
  });
});

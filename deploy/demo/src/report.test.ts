import { describe, expect, test } from '@jest/globals';
import {
  type MessageEvent,
  type PromoCode,
  type SegmentEntered,
  type SegmentEvent,
  type SegmentLeft,
  type Task,
} from '@weir/codec';
import { type Checks, failuresOf } from './checks.ts';
import { type Letter } from './mail-catcher.ts';
import { type Expected, type Observed } from './observed.ts';
import { buildReport, type DemoReport } from './report.ts';
import { renderPlaces, renderSummary } from './summary.ts';

const april = Date.UTC(2017, 3, 1);
const day = 86_400_000;

function entered(change: Partial<SegmentEntered> = {}): SegmentEntered {
  return {
    type: 'SegmentEntered',
    eventId: 'e',
    customerId: 'hh-1',
    segmentId: 'tea',
    segmentVersion: 1,
    seq: 1,
    effectiveAt: april,
    decidedAt: april,
    cause: 'TIME',
    causeRef: null,
    silent: false,
    evidence: [],
    ...change,
  };
}

const left = (change: Partial<SegmentEntered> = {}): SegmentLeft => ({
  ...entered({ seq: 2, cause: 'EVENT', ...change }),
  type: 'SegmentLeft',
  enteredAt: april,
});

const message = (change: Partial<MessageEvent> = {}): MessageEvent => ({
  eventId: 'm',
  customerId: 'hh-1',
  occurredAt: april,
  messageId: 'key-1',
  channel: 'EMAIL',
  automationId: 'tea-letter',
  mailingId: null,
  templateId: 'tea-letter',
  kind: 'SENT',
  reason: null,
  url: null,
  ...change,
});

const letter = (change: Partial<Letter> = {}): Letter => ({
  id: 1,
  messageId: '<key-1@market.example.com>',
  from: 'Riverside Market <tea@market.example.com>',
  to: ['hh-1@example.com'],
  subject: 'Time for tea again, Ada?',
  date: null,
  html: '<p>tea</p>',
  text: 'Ada, here is TEA-1',
  headers: [],
  bytes: 1,
  ...change,
});

const promoCode = (change: Partial<PromoCode> = {}): PromoCode => ({
  code: 'TEA-1',
  customerId: 'hh-1',
  promotionId: 'p',
  kind: 'ISSUED',
  percent: 5,
  amount: null,
  currency: null,
  issuedAt: april,
  expiresAt: april + 14 * day,
  automationId: 'tea-letter',
  segmentId: 'tea',
  seq: 1,
  ...change,
});

const task = (change: Partial<Task> = {}): Task => ({
  taskId: 't1',
  customerId: 'hh-1',
  version: 1,
  status: 'OPEN',
  text: 'Call',
  dueAt: null,
  performerId: 'mgr-1',
  automationId: 'call',
  segmentId: 'tea',
  causeEventId: 'e',
  createdAt: april,
  updatedAt: april,
  reason: null,
  ...change,
});

/** A run in which all is well: one household, one entry, one letter. */
function report(observed: Partial<Observed> = {}, expected: Partial<Expected> = {}): DemoReport {
  const transitions = observed.transitions ?? [entered()];
  return buildReport({
    events: 1000,
    elapsedMs: 2500,
    until: april + 30 * day,
    segments: [{ id: 'tea', name: 'Bought tea' }],
    segmentOf: new Map([['tea-letter', 'tea']]),
    expected: {
      transitions: [entered()],
      teaLetters: [{ customerId: 'hh-1', effectiveAt: april }],
      sms: observed.messages?.filter(({ channel }) => channel === 'SMS').length ?? 0,
      tasks: new Set(observed.tasks?.map(({ taskId }) => taskId)).size,
      teaBoughtAt: new Map([['hh-1', [april - 90 * day]]]),
      ...expected,
    },
    observed: {
      transitions,
      messages: [message()],
      tasks: [],
      promoCodes: [promoCode()],
      letters: [letter()],
      sms: [],
      ...observed,
    },
    urls: {},
    files: {},
  });
}

/** The one sentence that says what is wrong; fails when there are more, or none. */
function onlyFailure(checks: Checks): string {
  const failures = failuresOf(checks);
  expect(failures).toHaveLength(1);
  return failures[0] as string;
}

describe('the report', () => {
  test('gives the speed', () => {
    expect(report()).toMatchObject({ events: 1000, seconds: 2.5, eventsPerSecond: 400 });
  });

  test('counts who came and went, and how many by time alone', () => {
    const transitions: SegmentEvent[] = [
      entered(),
      left(),
      entered({ seq: 3, cause: 'EVENT' }),
      entered({ customerId: 'hh-2' }),
      left({ customerId: 'hh-2', cause: 'TIME' }),
      entered({ customerId: 'hh-3', segmentId: 'other' }),
    ];
    expect(report({ transitions }).segments).toEqual([
      { id: 'tea', name: 'Bought tea', size: 1, entries: 3, exits: 2, byTime: { entries: 2, exits: 1 } },
    ]);
  });

  test('joins each letter to its entry, its code and what arrived', () => {
    const again = april + 120 * day;
    const { letters } = report({
      transitions: [entered(), left(), entered({ seq: 3, effectiveAt: again })],
      messages: [message({ occurredAt: again, messageId: 'key-2' }), message()],
      promoCodes: [
        promoCode(),
        promoCode({ seq: 3, code: 'TEA-3' }),
        promoCode({ seq: 3, automationId: 'else', code: 'X' }),
      ],
    });
    expect(letters).toEqual([
      {
        customerId: 'hh-1',
        messageId: 'key-1',
        automation: 'tea-letter',
        to: 'hh-1@example.com',
        subject: 'Time for tea again, Ada?',
        sentAt: '2017-04-01T00:00:00.000Z',
        effectiveAt: '2017-04-01T00:00:00.000Z',
        code: 'TEA-1',
      },
      expect.objectContaining({ messageId: 'key-2', to: null, effectiveAt: '2017-07-30T00:00:00.000Z', code: 'TEA-3' }),
    ]);
  });

  test('counts SMS, skips by channel and reason, and tasks by their latest state', () => {
    const result = report({
      messages: [
        message(),
        message({ channel: 'SMS', automationId: 'miss-you-sms' }),
        message({ kind: 'SKIPPED', reason: 'no-consent' }),
        message({ kind: 'SKIPPED', reason: 'no-consent' }),
        message({ kind: 'SKIPPED', channel: 'SMS', reason: 'no-address' }),
      ],
      tasks: [
        task(),
        task({ version: 2, status: 'CANCELLED' }),
        task({ taskId: 't2' }),
        task({ taskId: 't3', version: 2, status: 'DONE' }),
        task({ taskId: 't3' }),
      ],
    });
    expect(result.sms).toEqual([
      { customerId: 'hh-1', messageId: 'key-1', automation: 'miss-you-sms', sentAt: '2017-04-01T00:00:00.000Z' },
    ]);
    expect(result.skipped).toEqual({ 'letter, no consent': 2, 'text message, no address': 1 });
    expect(result.tasks).toEqual({ created: 3, open: 1, done: 1, cancelled: 1 });
  });
});

describe('the checks', () => {
  test('find nothing wrong with a run in which all is well', () => {
    expect(failuresOf(report().checks)).toEqual([]);
  });

  test.each<[string, Partial<Observed>, RegExp]>([
    ['a letter that was never sent', { messages: [], letters: [] }, /^0 tea letters were sent, 1 are due/],
    ['a letter that did not arrive', { letters: [] }, /only 0 arrived/],
    ['a letter that arrived twice', { letters: [letter(), letter({ id: 2 })] }, /more than once/],
    ['a letter nobody told of', { letters: [letter(), letter({ messageId: '<x@y>' })] }, /no message event/],
    ['an event that differs', { transitions: [entered({ effectiveAt: april + 1 })] }, /^2 segment events differ/],
    ['an event with another cause', { transitions: [entered({ cause: 'EVENT' })] }, /^2 segment events differ/],
    ['an event told twice', { transitions: [entered(), entered()] }, /^1 segment events differ/],
    ['a letter a millisecond late', { messages: [message({ occurredAt: april + 1 })] }, /another instant/],
  ])('find %s', (_what, observed, words) => {
    expect(onlyFailure(report(observed).checks)).toMatch(words);
  });

  test('find an entry that was answered by two letters', () => {
    const messages = [message(), message({ messageId: 'key-2' })];
    const letters = [letter(), letter({ messageId: '<key-2@market.example.com>' })];
    expect(report({ messages, letters }).checks).toMatchObject({ teaLettersSent: 2, duplicates: 1 });
  });

  test('find a letter to a household that had bought tea again in time', () => {
    const teaBoughtAt = new Map([['hh-1', [april - 90 * day, april - 10 * day, april + day]]]);
    expect(onlyFailure(report({}, { teaBoughtAt }).checks)).toMatch(/bought tea again in time/);
  });

  test('do not pass a run that shows nothing', () => {
    const nothing = report({ messages: [], letters: [] }, { teaLetters: [] });
    expect(onlyFailure(nothing.checks)).toMatch(/no tea letter at all/);
  });

  test('find a text message or a task too few', () => {
    expect(onlyFailure(report({}, { sms: 1 }).checks)).toMatch(/0 text messages were sent and 0 arrived, 1 are due/);
    expect(onlyFailure(report({}, { tasks: 2 }).checks)).toMatch(/0 tasks were made, 2 are due/);
  });

  test('other letters are not tea letters', () => {
    const messages = [message(), message({ automationId: 'birthday', messageId: 'b' })];
    expect(failuresOf(report({ messages }).checks)).toEqual([]);
  });
});

describe('the summary', () => {
  test('tells the whole story in text', () => {
    const result = report();
    const text = renderSummary(result, { letter: letter(), sent: result.letters[0] as DemoReport['letters'][number] });
    expect(text).toContain('1,000 events in 2.5 s, 400 a second');
    expect(text).toMatch(/Bought tea +1 +1 +1 +0 +0\n/);
    expect(text).toContain('1 of 1 changes happened because time passed');
    expect(text).toContain('| Ada, here is TEA-1');
    expect(text).toContain('withdrawn because the customer left the segment');
    expect(text).toContain('each sent once');
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(130);
  });

  test('says in plain words when something is wrong', () => {
    const text = renderSummary(report({ letters: [] }), null);
    expect(text).toContain('Something is wrong');
    expect(text).not.toContain('each sent once');
  });

  test('lists places in two columns', () => {
    expect(renderPlaces('Here', { letters: 'http://a', 'text messages': 'http://b' })).toBe(
      'Here\n────\n  letters        http://a\n  text messages  http://b',
    );
  });
});

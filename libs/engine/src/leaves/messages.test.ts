import { describe, expect, test } from '@jest/globals';
import { createCustomerState } from '../customer-state.ts';
import { advance, decideCustomerEvent, decideMessageEvent } from '../decide.ts';
import { parseSegment } from '../definition.ts';
import { describeSegment } from '../describe/describe-segment.ts';
import { explainSegment } from '../explain/explain-segment.ts';
import { explanationInWords } from '../explain/explanation-words.ts';
import type { MessageEvent, MessageKind } from '../facts.ts';
import { outcomeNames } from '../messages/outcomes.ts';
import { account, catalogOf, definitionOf, membersOf } from '../testing/catalogs.ts';
import { customerEvent, erasureEvent, messageEvent } from '../testing/facts.ts';
import { rulesOf, warned } from '../testing/warnings.ts';

const day = 86_400_000;
const at = (n: number): number => n * day;

/** Told each at its day, which is also when it happened unless it says otherwise. */
type Told = Partial<MessageEvent> & { readonly day: number };

/** What a segment of the condition announces, by the day. */
function told(messages: object, events: readonly Told[], through: number, more: object = {}): string[] {
  const catalog = catalogOf([{ ...more, when: { messages } }]);
  const state = createCustomerState('c1');
  const transitions = events.flatMap(({ day: n, ...given }) =>
    decideMessageEvent(catalog, state, messageEvent({ occurredAt: at(n), ...given }), at(n)),
  );
  transitions.push(...advance(catalog, state, at(through)));
  return transitions.map(({ type, effectiveAt }) => `${type === 'SegmentEntered' ? '+' : '-'}${effectiveAt / day}`);
}

/** The outcomes that a message of these events came to, with the day that counts for each. */
function outcomesOf(kinds: Partial<Record<MessageKind, number>>): Record<string, number> {
  const events = Object.entries(kinds).map(([kind, n]) => ({ day: 50, kind: kind as MessageKind, occurredAt: at(n) }));
  const found = outcomeNames.flatMap((outcome) => {
    const from = (n: number): string => new Date(at(n)).toISOString();
    const n = Array.from({ length: 20 }, (_, index) => index).find(
      (index) => told({ outcome, window: { from: from(index), to: from(index + 1) } }, events, 60).length === 1,
    );
    return n === undefined ? [] : [[outcome, n] as const];
  });
  return Object.fromEntries(found);
}

describe('an outcome counts at the instant of the event that makes it', () => {
  test.each([
    [{ SENT: 1 }, { sent: 1, notDelivered: 1 }],
    [
      { SENT: 1, DELIVERED: 2 },
      { sent: 1, delivered: 2, notOpened: 2 },
    ],
    [
      { SENT: 1, DELIVERED: 2, OPENED: 3 },
      { sent: 1, delivered: 2, opened: 3, notClicked: 3 },
    ],
    [
      { SENT: 1, DELIVERED: 2, OPENED: 3, CLICKED: 4 },
      { sent: 1, delivered: 2, opened: 3, clicked: 4 },
    ],
    [
      { SENT: 1, BOUNCED_SOFT: 3, BOUNCED_HARD: 2 },
      { sent: 1, notDelivered: 1, bounced: 2 },
    ],
    [
      { SENT: 1, DELIVERED: 2, COMPLAINED: 5, UNSUBSCRIBED: 6 },
      { sent: 1, delivered: 2, notOpened: 2, complained: 5, unsubscribed: 6 },
    ],
    [{ SKIPPED: 1 }, {}],
    [{ DEFERRED: 1, UNKNOWN: 2, REPLIED: 3 }, {}],
  ] as const)('%j', (kinds, outcomes) => {
    expect(outcomesOf(kinds)).toEqual(outcomes);
  });

  test.each([
    [{ DELIVERED: 2 }, { sent: 2, delivered: 2, notOpened: 2 }],
    [{ CLICKED: 4 }, { sent: 4, delivered: 4, opened: 4, clicked: 4 }],
    [
      { SENT: 1, OPENED: 3 },
      { sent: 1, delivered: 3, opened: 3, notClicked: 3 },
    ],
    [
      { OPENED: 5, CLICKED: 4 },
      { sent: 4, delivered: 4, opened: 5, clicked: 4 },
    ],
  ] as const)('what cannot be without something else implies it: %j', (kinds, outcomes) => {
    expect(outcomesOf(kinds)).toEqual(outcomes);
  });
});

describe('messages', () => {
  test('are counted, and not their events', () => {
    const events = [
      { day: 1, kind: 'OPENED' },
      { day: 2, kind: 'OPENED' },
      { day: 3, messageId: 'n', kind: 'OPENED' },
    ] as const;
    expect(told({ outcome: 'opened', count: { gte: 2 } }, events, 9)).toEqual(['+3']);
  });

  test('leave what they are among as soon as they come to more', () => {
    const events = [
      { day: 1, kind: 'DELIVERED' },
      { day: 3, kind: 'OPENED' },
    ] as const;
    expect(told({ outcome: 'notOpened' }, events, 9)).toEqual(['+1', '-3']);
    expect(told({ outcome: 'notClicked', count: 1 }, events, 9)).toEqual(['+3']);
  });

  test('go out of a window by the instant of the outcome, forward from it', () => {
    const events = [
      { day: 1, kind: 'SENT' },
      { day: 4, kind: 'OPENED' },
    ] as const;
    expect(told({ window: { inLast: 'P7D' } }, events, 30)).toEqual(['+1', '-8']);
    expect(told({ outcome: 'opened', window: { inLast: 'P7D' } }, events, 30)).toEqual(['+4', '-11']);
    expect(told({ outcome: 'notDelivered', window: { betweenAgo: ['P1D', 'P7D'] } }, events, 30)).toEqual(['+2', '-4']);
  });

  test('an earlier event of the same kind takes the place of a later one', () => {
    const events = [
      { day: 5, kind: 'OPENED' },
      { day: 6, kind: 'OPENED', occurredAt: at(2) },
    ] as const;
    expect(told({ outcome: 'opened', last: { inLast: 'P5D' } }, events, 30)).toEqual(['+5', '-7']);
    expect(told({ outcome: 'opened', window: { inLast: 'P5D' }, count: 1 }, events, 30)).toEqual(['+5', '-7']);
  });

  test('are chosen by channel, automation, template and mailing', () => {
    const events: readonly Told[] = [
      { day: 1, messageId: 'a', automationId: 'Welcome', templateId: 'hello' },
      { day: 2, messageId: 'b', mailingId: 'june', templateId: 'news' },
      { day: 3, messageId: 'c', channel: 'SMS', automationId: 'welcome', templateId: 'short' },
    ];
    const days = (choice: object): string[] => told({ ...choice, count: { gte: 1 } }, events, 9);
    expect(days({ channel: 'sms' })).toEqual(['+3']);
    expect(days({ channel: 'email', automation: { notSet: true } })).toEqual(['+2']);
    expect(days({ automation: 'WELCOME' })).toEqual(['+1']);
    expect(days({ mailing: { in: ['june', 'july'] } })).toEqual(['+2']);
    expect(days({ template: { startsWith: 'sho' } })).toEqual(['+3']);
    expect(days({ automation: 'welcome', template: { ne: 'hello' } })).toEqual(['+3']);
  });

  test('the last one is so long ago', () => {
    const events = [{ day: 1 }, { day: 3, messageId: 'n' }] as const;
    expect(told({ last: { moreThanAgo: 'P30D' } }, events, 90)).toEqual(['+33']);
    expect(told({ exists: false, window: { inLast: 'P30D' } }, [{ day: 1, kind: 'OPENED' }], 90)).toEqual(['+31']);
  });

  test('go by the customer’s own days, and move with the customer', () => {
    const catalog = catalogOf([{ timeZone: 'customer', when: { messages: { window: { calendar: 'today' } } } }]);
    const state = createCustomerState('c1');
    const live = (version: number, timeZone: string, now: number): void => {
      decideCustomerEvent(catalog, state, customerEvent({ version, profile: { timeZone }, occurredAt: now }), now);
    };
    live(1, 'Asia/Tokyo', at(1));
    decideMessageEvent(catalog, state, messageEvent({ occurredAt: at(1) }), at(1));
    expect(state.dueAt).toBe(at(1) + 15 * 3_600_000);
    live(2, 'America/New_York', at(1) + 1);
    expect(state.dueAt).toBe(at(1) + 5 * 3_600_000);
  });

  test('are forgotten when the customer is', () => {
    const catalog = catalogOf([{ when: { messages: { count: { gte: 1 } } } }]);
    const state = createCustomerState('c1');
    decideMessageEvent(catalog, state, messageEvent({ occurredAt: 1 }), 1);
    expect(membersOf(state)).toEqual(['s']);
    decideCustomerEvent(catalog, state, { ...erasureEvent(0), occurredAt: 5 }, 5);
    decideMessageEvent(catalog, state, messageEvent({ messageId: 'n', occurredAt: 4 }), 6);
    expect(membersOf(state)).toEqual([]);
  });
});

test.each([
  [{ outcome: 'open' }, ['when.messages.outcome: open is not allowed; did you mean opened?']],
  [{ chanel: 'email' }, ['when.messages.chanel: chanel is not known here; did you mean channel?']],
  [{ channel: 'fax' }, ['when.messages.channel: fax is not allowed']],
  [{ automation: 17 }, ['when.messages.automation: 17 is a number; for text put it in quotes']],
  [{ sum: 5 }, ['when.messages.sum: sum is not known here']],
  [
    { count: -1, window: 'P3D' },
    ['when.messages.window: P3D is not a window', 'when.messages.count: eq -1 can never hold'],
  ],
  [
    { channel: 'fax', outcome: 'open', template: { is: 'x' } },
    ['when.messages.channel: fax', 'when.messages.outcome: open', 'when.messages.template.is: is is not known here'],
  ],
])('%j is refused with every reason', (messages, reasons) => {
  const parsed = parseSegment({ id: 's', name: 'S', when: { messages } });
  const problems = parsed.ok ? [] : parsed.problems.map(({ path, reason }) => `${path}: ${reason}`);
  expect(problems).toEqual(reasons.map((reason) => expect.stringContaining(reason)));
});

describe('described', () => {
  const say = (messages: object): string =>
    describeSegment(definitionOf({ when: { messages } }), account).replace('Customers are in this segment while ', '');

  test.each([
    [{}, 'there is a message sent to them.'],
    [{ channel: 'email', outcome: 'opened' }, 'there is an e-mail opened by them.'],
    [
      { automation: 'welcome', template: { in: ['a', 'b'] }, outcome: 'notOpened', count: { gte: 3 } },
      'the number of messages delivered to them and not opened whose automation is “welcome” and whose template is “a” or “b” is at least three.',
    ],
    [
      { channel: 'sms', window: { inLast: 'P30D' }, count: { lt: 2 } },
      'the number of text messages sent to them, sent less than 30 days ago (counted forward from each message, in UTC) is less than two.',
    ],
    [{ outcome: 'clicked', count: 0 }, 'there is no message with a link clicked by them.'],
    [
      { channel: 'email', outcome: 'opened', last: { moreThanAgo: 'P3M' } },
      'the last e-mail opened by them was opened at least three months ago (counted forward from that moment, in UTC).',
    ],
  ])('%j', (messages, words) => {
    expect(say(messages)).toBe(words);
  });
});

describe('explained', () => {
  const catalog = catalogOf([
    { when: { messages: { channel: 'email', outcome: 'opened', window: { inLast: 'P7D' }, count: { gte: 2 } } } },
  ]);
  const state = createCustomerState('c1');
  decideMessageEvent(catalog, state, messageEvent({ kind: 'OPENED', occurredAt: at(1) }), at(1));

  test('by the messages that count, and by what is missing', () => {
    const explanation = explainSegment(catalog, state, 's', at(2));
    expect(explanation.tree).toMatchObject({
      value: false,
      found: 'one message; it goes out on 1970-01-09 00:00',
      evidence: {
        condition: 'messages.count of opened, channel email; window inLast P7D',
        actual: '1',
        threshold: 'gte 2',
      },
      decidedBy: [{ kind: 'messages', inside: 1, nextOut: { id: 'm', at: at(1), outAt: at(8) } }],
      isFixed: false,
    });
    expect(explanationInWords(explanation)).toContain('it takes one more such message within seven days');
  });

  test('by the very message', () => {
    decideMessageEvent(catalog, state, messageEvent({ messageId: 'n', kind: 'CLICKED', occurredAt: at(3) }), at(3));
    const one = catalogOf([{ when: { messages: { outcome: 'opened', last: { inLast: 'P7D' } } } }]);
    advance(one, state, at(3));
    expect(explainSegment(one, state, 's', at(4)).tree).toMatchObject({
      value: true,
      found: 'message n of 1970-01-04 00:00',
      decidedBy: [{ kind: 'message', messageId: 'n', at: at(3) }],
      until: at(10),
    });
  });
});

describe('lint', () => {
  const opened = (more: object): object => ({ messages: { outcome: 'opened', ...more } });

  test('sees what contradicts and what adds nothing', () => {
    expect(rulesOf({ all: [opened({ count: { gte: 3 } }), opened({ count: { lt: 2 } })] })).toEqual([
      'never-holds when.all[1].messages.count',
    ]);
    expect(rulesOf({ all: [opened({ count: { gte: 3 } }), opened({ count: { gte: 2 } })] })).toEqual([
      'repetition when.all[1].messages.count',
    ]);
    expect(rulesOf({ all: [opened({ last: { inLast: 'P7D' } }), opened({ last: { moreThanAgo: 'P7D' } })] })).toEqual([
      'never-holds when.all[1].messages.last',
    ]);
    expect(rulesOf({ all: [opened({}), { not: { messages: { outcome: 'clicked' } } }] })).toEqual([]);
    expect(rulesOf({ any: [opened({}), opened({ exists: false })] })).toEqual(['always-holds when.any[0].messages']);
  });

  test('sees windows that are empty at some dates, and claims nothing of where silence points', () => {
    expect(rulesOf(opened({ window: { betweenAgo: ['P30D', 'P1M'] } }))).toEqual(['month-end when.messages']);
    const silent = { messages: { outcome: 'notOpened', window: { inLast: 'P90D' }, count: { gte: 5 } } };
    expect(warned({ name: 'Inactive readers', when: silent })).toEqual([]);
  });
});

test('what a message came from is found whatever its letters, and among several', () => {
  const catalog = catalogOf(
    Array.from({ length: 40 }, (_, n) => ({
      id: `a${n}`,
      when: { messages: { automation: { in: [`Auto ${n}`, 'ALL'] } } },
    })),
  );
  const state = createCustomerState('c1');
  decideMessageEvent(catalog, state, messageEvent({ automationId: 'AUTO 7', occurredAt: 1 }), 1);
  expect(membersOf(state)).toEqual(['a7']);
  decideMessageEvent(catalog, state, messageEvent({ messageId: 'n', automationId: 'all', occurredAt: 2 }), 2);
  expect(membersOf(state)).toHaveLength(40);
});

import { describe, expect, test } from '@jest/globals';
import { at, both, flipsOf, membersAt, type Scene } from './golden.ts';

const start = at('2024-03-01T00:00:00Z');
const minuteMs = 60_000;

/** An instant some minutes after the start of the scene, as text. */
const minute = (count: number): string => new Date(start + count * minuteMs).toISOString();

function expectMember(scene: Scene, now: string, member: boolean): void {
  expect(membersAt(scene, now)).toEqual(both(member));
}

type Told = NonNullable<Scene['messages']>[number];

/** Something that became of message m, so many minutes after the start. */
const became = (kind: NonNullable<Told['kind']>, minutes: number, more: Told = {}): Told => ({
  messageId: 'm',
  channel: 'EMAIL',
  kind,
  occurredAt: start + minutes * minuteMs,
  ...more,
});

describe('messages', () => {
  const outcomes = (messages: readonly Told[], now = minute(60)): string[] =>
    [
      'sent',
      'delivered',
      'notDelivered',
      'opened',
      'notOpened',
      'clicked',
      'notClicked',
      'bounced',
      'complained',
      'unsubscribed',
    ].filter((outcome) => {
      const answer = membersAt({ when: { messages: { outcome, exists: true } }, messages }, now);
      expect(answer).toEqual(both(answer.oracle));
      return answer.oracle;
    });

  test.each([
    [['SENT'], ['sent', 'notDelivered']],
    [
      ['SENT', 'DELIVERED'],
      ['sent', 'delivered', 'notOpened'],
    ],
    [['OPENED'], ['sent', 'delivered', 'opened', 'notClicked']],
    [['CLICKED'], ['sent', 'delivered', 'opened', 'clicked']],
    [
      ['SENT', 'BOUNCED_SOFT'],
      ['sent', 'notDelivered', 'bounced'],
    ],
    [['SKIPPED'], []],
    [
      ['DELIVERED', 'COMPLAINED'],
      ['sent', 'delivered', 'notOpened', 'complained'],
    ],
    [
      ['DELIVERED', 'UNSUBSCRIBED'],
      ['sent', 'delivered', 'notOpened', 'unsubscribed'],
    ],
  ] as const)('of which was told %j came to %j', (kinds, expected) => {
    expect(outcomes(kinds.map((kind, index) => became(kind, index)))).toEqual(expected);
  });

  test('are counted, not their events', () => {
    const messages = [
      became('OPENED', 1),
      became('OPENED', 5),
      became('CLICKED', 6),
      became('OPENED', 2, { messageId: 'n' }),
    ];
    const scene = (count: number): Scene => ({ when: { messages: { outcome: 'opened', count } }, messages });
    expectMember(scene(2), minute(60), true);
    expectMember(scene(3), minute(60), false);
  });

  test('count at the first instant of what made the outcome, in whatever order it was told', () => {
    const messages = [became('OPENED', 30), became('DELIVERED', 10), became('OPENED', 20)];
    const last = { when: { messages: { outcome: 'opened', last: { moreThanAgo: 'PT1H' } } }, messages };
    expect(flipsOf(last, minute(30), minute(600))).toEqual(both([`+ ${minute(80)}`]));
    const notClicked = { when: { messages: { outcome: 'notClicked', window: { inLast: 'PT1H' } } }, messages };
    expect(flipsOf(notClicked, minute(30), minute(600))).toEqual(both([`+ ${minute(30)}`, `- ${minute(80)}`]));
  });

  test('a delivery that is only implied is at the instant of what implies it', () => {
    const messages = [became('CLICKED', 20), became('OPENED', 30)];
    const scene = { when: { messages: { outcome: 'delivered', last: { inLast: 'PT1H' } } }, messages };
    expect(flipsOf(scene, minute(30), minute(600))).toEqual(both([`+ ${minute(30)}`, `- ${minute(80)}`]));
  });

  test('are chosen by what all their events have in common', () => {
    const more = { automationId: 'welcome', templateId: 'hello', mailingId: null };
    const messages = [became('SENT', 1, more)];
    const chosen = (choice: Record<string, string>): Scene => ({ when: { messages: { ...choice } }, messages });
    expectMember(chosen({ channel: 'email', automation: 'welcome', template: 'hello' }), minute(9), true);
    expectMember(chosen({ channel: 'sms' }), minute(9), false);
    expectMember(chosen({ mailing: 'welcome' }), minute(9), false);
  });
});

describe('consent and contactable', () => {
  const saidAt = (minutes: number, more: Scene['profile'] = {}): NonNullable<Scene['profile']> => ({
    email: 'anna@example.com',
    consents: { email: { status: 'SUBSCRIBED', changedAt: start + minutes * minuteMs } },
    ...more,
  });
  const subscribed = { consent: { email: 'subscribed' } };
  const contactable = { contactable: 'email' };

  test.each([
    ['UNSUBSCRIBED', 9, true],
    ['UNSUBSCRIBED', 10, false],
    ['COMPLAINED', 11, false],
    ['BOUNCED_HARD', 11, true],
  ] as const)('%s %i minutes after the start, consent given after 10', (kind, minutes, isSubscribed) => {
    const scene = { when: subscribed, profile: saidAt(10), messages: [became(kind, minutes)] };
    expectMember(scene, minute(60), isSubscribed);
  });

  test('whoever unsubscribes by the same message again, after having consented again, has unsubscribed', () => {
    const messages = [became('UNSUBSCRIBED', 5), became('UNSUBSCRIBED', 15)];
    expectMember({ when: subscribed, profile: saidAt(10), messages }, minute(60), false);
    expectMember({ when: subscribed, profile: saidAt(20), messages }, minute(60), true);
  });

  test('a complaint bars for ever, consent or not', () => {
    const messages = [became('COMPLAINED', 5)];
    expectMember({ when: subscribed, profile: saidAt(10), messages }, minute(60), true);
    expectMember({ when: contactable, profile: saidAt(10), messages }, minute(60), false);
  });

  test.each([
    ['bea@example.com', 19, true],
    ['bea@example.com', 20, false],
    ['ANNA@example.com', 19, false],
  ])('the address becomes %s after 20 minutes and bounced after %i', (email, bounced, isContactable) => {
    const scene: Scene = {
      when: contactable,
      before: [
        { at: start, profile: saidAt(0) },
        { at: start + 20 * minuteMs, profile: saidAt(0, { email }) },
      ],
      messages: [became('BOUNCED_HARD', bounced)],
    };
    expectMember(scene, minute(60), isContactable);
  });

  test('an address is needed', () => {
    expectMember({ when: contactable, profile: saidAt(10, { email: '' }) }, minute(60), false);
    expectMember({ when: contactable, profile: saidAt(10) }, minute(60), true);
  });
});

describe('changed', () => {
  const lived = (...cities: (string | null)[]): NonNullable<Scene['before']> =>
    cities.map((city, index) => ({ at: start + index * 10 * minuteMs, profile: { city } }));

  test.each([
    [['Bern', 'Basel'], true],
    [['Bern', 'BERN'], false],
    [[null, 'Bern'], false],
    [['Bern', null, 'Bern'], false],
    [['Bern', null, 'Basel'], true],
    [['Bern', '', 'Basel'], true],
  ])('%j is a change: %s', (cities, isChange) => {
    expectMember({ when: { customer: { city: { changed: {} } } }, before: lived(...cities) }, minute(60), isChange);
  });

  test('takes place when the second of two values came, whatever was missing between them', () => {
    const when = { customer: { city: { changed: { inLast: 'PT1H' } } } };
    const flips = flipsOf({ when, before: lived('Bern', null, 'Basel') }, minute(30), minute(600));
    expect(flips).toEqual(both([`+ ${minute(30)}`, `- ${minute(80)}`]));
  });

  test('from and to are of the same change', () => {
    const before = lived('Bern', 'Basel', 'Chur');
    const changed = (from: string, to: string): Scene => ({
      when: { customer: { city: { changed: { from, to } } } },
      before,
    });
    expectMember(changed('bern', 'BASEL'), minute(60), true);
    expectMember(changed('Bern', 'Chur'), minute(60), false);
  });
});

describe('sequences', () => {
  const viewed = { activity: { name: 'product_viewed' } };
  const done = (name: string, minutes: number): { name: string; occurredAt: number } => ({
    name,
    occurredAt: start + minutes * minuteMs,
  });

  test('thenNot becomes true at first + within, for any start that was not answered', () => {
    const when = { sequence: { first: viewed, thenNot: { orders: {} }, within: 'PT2H' } };
    const activities = [done('Product_Viewed', 0), done('product_viewed', 100)];
    const orders = [{ createdAt: start + 119 * minuteMs }];
    expect(flipsOf({ when, activities }, minute(100), minute(900))).toEqual(both([`+ ${minute(120)}`]));
    expect(flipsOf({ when, activities, orders }, minute(119), minute(900))).toEqual(both([]));
    const tooLate = [{ createdAt: start + 220 * minuteMs }];
    expect(
      flipsOf({ when, activities: [done('product_viewed', 100)], orders: tooLate }, minute(230), minute(900)),
    ).toEqual(both([`+ ${minute(230)}`]));
  });

  test('a cancelled order answers nothing', () => {
    const when = { sequence: { first: viewed, then: { orders: {} }, within: 'PT2H' } };
    const activities = [done('product_viewed', 0)];
    expectMember({ when, activities, orders: [{ createdAt: start, status: 'cancel' }] }, minute(60), false);
    expectMember({ when, activities, orders: [{ createdAt: start }] }, minute(60), true);
  });
});

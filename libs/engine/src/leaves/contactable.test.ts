import { describe, expect, test } from '@jest/globals';
import { createCustomerState, type CustomerState } from '../customer-state.ts';
import { decideCustomerEvent, decideMessageEvent } from '../decide.ts';
import { parseSegment } from '../definition.ts';
import { describeSegment } from '../describe/describe-segment.ts';
import { explainSegment } from '../explain/explain-segment.ts';
import { explanationInWords } from '../explain/explanation-words.ts';
import type { ConsentStatus, Message, MessageEvent, Profile } from '../facts.ts';
import { account, catalogOf, definitionOf, membersOf } from '../testing/catalogs.ts';
import { customerEvent, erasureEvent, messageEvent } from '../testing/facts.ts';
import { rulesOf } from '../testing/warnings.ts';

const catalog = catalogOf([
  { id: 'contactable', when: { contactable: 'email' } },
  { id: 'subscribed', when: { consent: { email: 'subscribed' } } },
  { id: 'unsubscribed', when: { consent: { email: 'unsubscribed' } } },
  { id: 'never', when: { consent: { email: 'never' } } },
  { id: 'sms', when: { contactable: 'sms' } },
]);

class Life {
  readonly state: CustomerState = createCustomerState('c1');
  #version = 0;

  told(now: number, profile: Partial<Profile>): this {
    const event = customerEvent({ version: ++this.#version, profile, occurredAt: now });
    decideCustomerEvent(catalog, this.state, event, now);
    return this;
  }

  message(now: number, given: Partial<MessageEvent>): this {
    decideMessageEvent(catalog, this.state, messageEvent({ occurredAt: now, ...given }), now);
    return this;
  }

  get members(): string[] {
    return membersOf(this.state).sort();
  }
}

const consented = (changedAt: number, status: ConsentStatus = 'SUBSCRIBED'): Partial<Profile> => ({
  email: 'anna@example.com',
  consents: { email: { status, changedAt } },
});

const isContactable = ['contactable', 'subscribed'];

describe('the consent that counts', () => {
  test('is what the profile says, as long as no message says otherwise', () => {
    expect(new Life().told(1, consented(1)).members).toEqual(isContactable);
    expect(new Life().told(1, consented(1, 'UNSUBSCRIBED')).members).toEqual(['unsubscribed']);
    expect(new Life().told(1, {}).members).toEqual(['never']);
  });

  test.each(['UNSUBSCRIBED', 'COMPLAINED'] as const)('%s takes it back, at the instant of the consent too', (kind) => {
    const life = new Life().told(10, consented(10));
    expect(life.message(10, { kind }).members).toEqual(['unsubscribed']);
  });

  test('an event from before the consent does not take it back', () => {
    const life = new Life().told(10, consented(10));
    expect(life.message(20, { kind: 'UNSUBSCRIBED', occurredAt: 9 }).members).toEqual(isContactable);
  });

  test('whoever consents again is subscribed again, until they opt out once more by the same message', () => {
    const life = new Life().told(10, consented(10)).message(20, { kind: 'UNSUBSCRIBED' });
    expect(life.members).toEqual(['unsubscribed']);
    expect(life.told(30, consented(30)).members).toEqual(isContactable);
    expect(life.message(40, { kind: 'UNSUBSCRIBED' }).members).toEqual(['unsubscribed']);
  });

  test('without an entry in the profile an opt-out is unsubscribed, and no profile is needed for it', () => {
    expect(new Life().message(5, { kind: 'UNSUBSCRIBED' }).members).toEqual(['unsubscribed']);
    expect(new Life().told(1, {}).message(5, { kind: 'UNSUBSCRIBED', channel: 'SMS' }).members).toEqual(['never']);
  });

  test('is forgotten with all else', () => {
    const life = new Life().message(5, { kind: 'UNSUBSCRIBED' });
    decideCustomerEvent(catalog, life.state, { ...erasureEvent(0), occurredAt: 6 }, 6);
    expect(life.told(7, {}).members).toEqual(['never']);
  });
});

describe('contactable', () => {
  test('needs an address', () => {
    expect(new Life().told(1, { ...consented(1), email: '' }).members).toEqual(['subscribed']);
    const consents = { sms: { status: 'SUBSCRIBED', changedAt: 1 } } as const;
    expect(new Life().told(1, { consents, phone: '+491701234567' }).members).toEqual(['never', 'sms']);
  });

  test('never again after a complaint', () => {
    const life = new Life().told(1, consented(1)).message(2, { kind: 'COMPLAINED' });
    expect(life.told(3, { ...consented(3), email: 'other@example.com' }).members).toEqual(['subscribed']);
  });

  test('not after a hard bounce, until the address is another', () => {
    const life = new Life().told(1, consented(1)).message(5, { kind: 'BOUNCED_HARD' });
    expect(life.members).toEqual(['subscribed']);
    expect(life.told(6, { ...consented(1), email: 'ANNA@EXAMPLE.COM' }).members).toEqual(['subscribed']);
    expect(life.told(7, { ...consented(1), email: 'anna@example.org' }).members).toEqual(isContactable);
    expect(life.message(8, { messageId: 'm2', kind: 'BOUNCED_HARD', occurredAt: 6 }).members).toEqual(isContactable);
    expect(life.message(9, { messageId: 'm3', kind: 'BOUNCED_HARD', occurredAt: 7 }).members).toEqual(['subscribed']);
  });

  test('goes by the first time that a message bounced, in whatever order that is told', () => {
    const life = new Life().told(1, consented(1)).told(5, { ...consented(1), email: 'anna@example.org' });
    expect(life.message(9, { kind: 'BOUNCED_HARD' }).members).toEqual(['subscribed']);
    expect(life.message(10, { kind: 'BOUNCED_HARD', occurredAt: 4 }).members).toEqual(isContactable);
    life.message(11, { messageId: 'm2', kind: 'BOUNCED_HARD', occurredAt: 6 });
    expect(life.members).toEqual(['subscribed']);
  });

  test.each(['SENT', 'DELIVERED', 'BOUNCED_SOFT', 'OPENED', 'CLICKED', 'REPLIED', 'SKIPPED'] as const)(
    '%s stands against nothing',
    (kind) => {
      expect(new Life().told(1, consented(1)).message(2, { kind }).members).toEqual(isContactable);
    },
  );

  test('messages of another channel do not count', () => {
    const life = new Life().told(1, consented(1)).message(2, { kind: 'BOUNCED_HARD', channel: 'SMS' });
    expect(life.message(3, { messageId: 'n', kind: 'COMPLAINED', channel: 'SMS' }).members).toEqual(isContactable);
  });
});

test('an event that changes nothing of a channel asks no segment again', () => {
  const life = new Life().told(1, consented(1)).message(2, { kind: 'SENT' });
  const facts = catalog.factsOf(life.state);
  expect(facts.channels.messageChanged({ ...sent, firstAt: { SENT: 2, OPENED: 3 } }, sent)).toBe(false);
  expect(facts.channels.messageChanged({ ...sent, optedOutAt: 3 }, sent)).toBe(true);
});

const sent: Message = {
  ...{ messageId: 'm', channel: 'EMAIL', automationId: null, mailingId: null, templateId: 't', optedOutAt: null },
  firstAt: { SENT: 2 },
};

describe('explained', () => {
  const explain = (life: Life, segment: string, now: number): string =>
    explanationInWords(explainSegment(catalog, life.state, segment, now));

  test('all that stands against it, and what would mend it', () => {
    const life = new Life().told(0, consented(0)).message(60_000, { kind: 'BOUNCED_HARD' });
    life.message(120_000, { messageId: 'n', kind: 'UNSUBSCRIBED' });
    const words = explain(life, 'contactable', 180_000);
    expect(words).toContain(
      'they have unsubscribed and a message bounced for good on 1970-01-01 00:01, and the e-mail address is still the same',
    );
    expect(words).toContain('it takes their consent and another e-mail address');
  });

  test('a complaint is not mended', () => {
    const life = new Life().told(0, consented(0)).message(60_000, { kind: 'COMPLAINED' });
    const words = explain(life, 'contactable', 180_000);
    expect(words).toContain('they have complained');
    expect(words).not.toContain('it takes');
  });

  test('since when the consent is what it is', () => {
    const life = new Life().told(0, consented(0)).message(60_000, { kind: 'UNSUBSCRIBED' });
    life.message(90_000, { messageId: 'n', kind: 'UNSUBSCRIBED' });
    const { tree } = explainSegment(catalog, life.state, 'unsubscribed', 180_000);
    expect(tree).toMatchObject({ since: 60_000, evidence: { actual: 'unsubscribed' } });
  });

  test('evidence says why and shows no address', () => {
    const life = new Life().told(0, { ...consented(0), email: '' });
    const { tree } = explainSegment(catalog, life.state, 'contactable', 1);
    expect(tree).toMatchObject({
      evidence: { condition: 'contactable email', actual: 'no address', threshold: 'contactable' },
    });
  });
});

test('is described', () => {
  expect(describeSegment(definitionOf({ when: { contactable: 'sms' } }), account)).toBe(
    'Customers are in this segment while they can be written to by text message (their phone number is known, no message has bounced for good since it last changed, they are subscribed and have never complained).',
  );
  expect(describeSegment(definitionOf({ when: { not: { contactable: 'email' } } }), account)).toContain(
    'they cannot be written to by e-mail',
  );
});

test('is refused with what was meant', () => {
  const parsed = parseSegment({ id: 's', name: 'S', when: { contactable: 'e-mail' } });
  expect(parsed).toMatchObject({
    problems: [
      { path: 'when.contactable', reason: 'e-mail is not allowed; did you mean email? (allowed: email, sms)' },
    ],
  });
});

test('lint knows what contactable asks for', () => {
  expect(rulesOf({ all: [{ contactable: 'email' }, { consent: { email: 'never' } }] })).toEqual([
    'never-holds when.all[1].consent.email',
  ]);
  expect(rulesOf({ all: [{ contactable: 'email' }, { customer: { email: { notSet: true } } }] })).toHaveLength(1);
  expect(rulesOf({ all: [{ contactable: 'email' }, { consent: { sms: 'never' } }] })).toEqual([]);
});

import { describe, expect, test } from '@jest/globals';
import { type Customer } from '@weir/codec';
import { findZone } from '@weir/engine';
import { type Automation, parseAutomation } from './automation.ts';
import { buildCustomer, buildProfile, noon } from './builders.ts';
import { createEmailChannel } from './email-channel.ts';
import { askGate, type GateSubject } from './gate.ts';
import { createSmsChannel } from './sms-channel.ts';

const parsed = parseAutomation({
  automation: 'a',
  name: 'A',
  on: { segment: 'tea', entered: true },
  steps: [{ email: { template: 't' } }],
});
if (!parsed.ok) throw new Error('not parsed');
const automation: Automation = parsed.value;
const zone = findZone('UTC');
if (zone === undefined) throw new Error('no zone');
const email = createEmailChannel({ defaultFrom: 'a@b', messageIdDomain: 'b' });
const sms = createSmsChannel({ defaultFrom: 'Shop' });
const subject: GateSubject = {
  automation,
  change: { segmentId: 'tea', seq: 1, effectiveAt: noon },
  customer: buildCustomer(),
  channel: email,
  now: noon,
  zone,
};
const twoDays = 2 * 86_400_000;

function ask(changes: Partial<GateSubject>): string {
  const verdict = askGate({ ...subject, ...changes });
  return verdict.verdict === 'skip' ? verdict.reason : 'send';
}

function withProfile(changes: Parameters<typeof buildProfile>[0]): Customer {
  return buildCustomer({ profile: buildProfile(changes) });
}

const hasLeft = buildCustomer({
  memberships: [],
  endedMemberships: [{ segmentId: 'tea', seq: 2, since: noon, enteredAt: noon }],
});
const isBack = buildCustomer({ memberships: [{ segmentId: 'tea', seq: 3, since: noon, enteredAt: null }] });

describe('askGate', () => {
  test('lets through what is still right, on each channel and for a task', () => {
    expect(ask({})).toBe('send');
    expect(ask({ channel: sms })).toBe('send');
    expect(ask({ channel: null })).toBe('send');
  });

  test('stops what a later change of the membership has undone', () => {
    expect(ask({ customer: hasLeft })).toBe('left-segment');
    expect(ask({ customer: isBack })).toBe('left-segment');
    expect(ask({ customer: hasLeft, channel: null })).toBe('left-segment');
    const onLeave = { ...automation, on: 'left' as const };
    expect(ask({ automation: onLeave, customer: hasLeft, change: { ...subject.change, seq: 2 } })).toBe('send');
    expect(ask({ automation: onLeave, customer: isBack, change: { ...subject.change, seq: 2 } })).toBe(
      'returned-to-segment',
    );
  });

  test('lets it through when the automation says that leaving does not matter', () => {
    expect(ask({ customer: hasLeft, automation: { ...automation, cancelOnLeave: false } })).toBe('send');
  });

  test('stops what comes more than two days late, or as late as the automation allows', () => {
    expect(ask({ now: noon + twoDays })).toBe('send');
    expect(ask({ now: noon + twoDays + 1 })).toBe('stale');
    expect(ask({ now: noon + 10 * twoDays, automation: { ...automation, staleAfter: null } })).toBe('send');
    expect(
      ask({
        now: noon + 61_000,
        automation: { ...automation, staleAfter: { text: 'PT1M', months: 0, days: 0, ms: 60_000 } },
      }),
    ).toBe('stale');
  });

  test('wants an address that reaches the customer and nobody else', () => {
    expect(ask({ customer: withProfile({ email: null }) })).toBe('no-address');
    expect(ask({ customer: withProfile({ email: '' }) })).toBe('no-address');
    expect(ask({ customer: buildCustomer({ profile: null }) })).toBe('no-address');
    expect(ask({ customer: withProfile({ email: 'a@b.example, c@d.example' }) })).toBe('bad-address');
    expect(ask({ customer: withProfile({ phone: '8 916 123' }), channel: sms })).toBe('bad-address');
    expect(ask({ customer: withProfile({ email: null }), channel: null })).toBe('send');
  });

  test('wants consent on that very channel', () => {
    const consents = { sms: { status: 'SUBSCRIBED' as const, changedAt: noon } };
    expect(ask({ customer: withProfile({ consents }) })).toBe('no-consent');
    expect(ask({ customer: withProfile({ consents }), channel: sms })).toBe('send');
    for (const status of ['UNSUBSCRIBED', 'NEVER'] as const) {
      expect(ask({ customer: withProfile({ consents: { email: { status, changedAt: noon } } }) })).toBe('no-consent');
    }
  });
});

import { describe, expect, test } from '@jest/globals';
import { buildCustomer, buildProfile, buildSegmentEvent } from './builders.ts';
import { createEmailChannel } from './email-channel.ts';
import { TemplateError } from './liquid.ts';
import { createSmsChannel } from './sms-channel.ts';
import { parseTemplate } from './template.ts';
import { toTemplateVariables } from './template-variables.ts';

const channel = createEmailChannel({ defaultFrom: 'Shop <shop@shop.example>', messageIdDomain: 'shop.example' });

function compose(template: Record<string, unknown>, profile: Parameters<typeof buildProfile>[0] = {}) {
  const parsed = parseTemplate({ template: 't', channel: 'email', subject: 'Hi', html: '<p>Hi</p>', ...template });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const customer = buildCustomer({ profile: buildProfile(profile) });
  const variables = toTemplateVariables(customer, { id: 'a', name: 'A' }, buildSegmentEvent(), null);
  return channel.compose(parsed.value, variables, { key: 'k', to: 'anna@shop.example', date: 0 });
}

function problemsOf(document: unknown): string[] {
  const parsed = parseTemplate(document);
  return parsed.ok ? [] : parsed.problems.map(({ path, reason }) => `${path}: ${reason}`);
}

describe('an e-mail template', () => {
  test('becomes a message with a text part made from its html', () => {
    const email = compose({
      subject: 'For {{ customer.firstName }}',
      html: '<p>Dear {{ customer.firstName }},</p><p>tea?</p>',
    });
    expect(email).toEqual({
      messageId: '<k@shop.example>',
      from: 'Shop <shop@shop.example>',
      to: 'anna@shop.example',
      subject: 'For Anna',
      html: '<p>Dear Anna,</p><p>tea?</p>',
      text: 'Dear Anna,\n\ntea?',
      date: 0,
    });
  });

  test('escapes values in html, and not in the text', () => {
    const email = compose(
      { html: '{{ customer.firstName }}', text: '{{ customer.firstName }}' },
      { firstName: '<script>alert("x")</script>' },
    );
    expect(email?.html).toBe('&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;');
    expect(email?.text).toBe('<script>alert("x")</script>');
  });

  test.each(['\r\nBcc: all@shop.example', '\n\n<p>body', '\u2028x', '\u0000x'])(
    'keeps the subject on one line whatever the customer is called: %j',
    (firstName) => {
      const subject = compose({ subject: 'Hi {{ customer.firstName }}' }, { firstName })?.subject ?? '';
      expect(subject).not.toMatch(/[\u0000-\u001f\u007f\u2028\u2029]/);
      expect(subject).toMatch(/^Hi \S/);
    },
  );

  test('takes what is not known for nothing, with or without a default', () => {
    const email = compose(
      {
        html: '[{{ customer.firstName }}][{{ customer.firstName | default: "friend" }}][{{ customer.custom.colour | default: "M" }}]',
      },
      { firstName: null },
    );
    expect(email?.html).toBe('[][friend][M]');
  });

  test('fails rather than leave a hole: a missing custom field, a promo code that no step issued', () => {
    expect(() => compose({ html: '{{ customer.custom.colour }}' })).toThrow(TemplateError);
    expect(() => compose({ html: '{{ promo.code }}' })).toThrow(TemplateError);
  });

  test('is stopped when it grows without end', () => {
    expect(() =>
      compose({ html: '{% for i in (1..9999) %}{% for j in (1..9999) %}x{% endfor %}{% endfor %}' }),
    ).toThrow(TemplateError);
    expect(() => compose({ subject: '{% for i in (1..500) %}x{% endfor %}' })).toThrow(
      /500 characters long; at most 400/,
    );
  });
});

describe('parseTemplate', () => {
  const email = { template: 't', channel: 'email', subject: 'Hi', html: 'Hi' };

  test('finds wrong names and wrong Liquid before anything is sent', () => {
    expect(
      problemsOf({
        ...email,
        subject: '{{ customer.frstName }}',
        html: '{{ custmer.email }}',
        text: '{{ customer.email | upcasee }}',
      }),
    ).toEqual([
      'subject: unknown field of customer "frstName"; did you mean "firstName"?',
      'html: unknown variable "custmer"; did you mean "customer"?',
      'text: undefined filter: upcasee, line:1, col:1',
    ]);
    expect(problemsOf({ ...email, html: '<p>\n{% if customer.vip %}' })[0]).toMatch(/^html: .*line:2/);
  });

  test.each(['{% include "/etc/passwd" %}', "{% render '../x' %}", '{% layout "x" %}', '{% block a %}{% endblock %}'])(
    'reads no other file: %s',
    (html) => {
      expect(problemsOf({ ...email, html })[0]).toMatch(/^html: .*not available: a template stands by itself/);
    },
  );

  test('refuses unknown keys, a sender with more than an address, and another channel', () => {
    expect(problemsOf({ ...email, subjct: 'x' })[0]).toContain('did you mean "subject"?');
    expect(problemsOf({ ...email, from: 'Shop <a@b.example>\r\nBcc: x@y.example' })[0]).toMatch(
      /^from: must be an address/,
    );
    expect(problemsOf({ ...email, from: 'a@b.example, c@d.example' })[0]).toMatch(/^from: must be an address/);
    expect(problemsOf({ ...email, channel: 'fax' })).toEqual(['channel: must be email or sms']);
    expect(problemsOf({ template: 't', channel: 'sms', text: 'Hi', html: 'x' })[0]).toMatch(/^html: unknown key/);
  });

  test('is of one channel: an SMS template is not sent as an e-mail', () => {
    const parsed = parseTemplate({ template: 't', channel: 'sms', text: 'Hi {{ customer.firstName }} ' });
    if (!parsed.ok) throw new Error('not parsed');
    const envelope = { key: 'k', to: '+79161234567', date: 0 };
    expect(channel.compose(parsed.value, {}, envelope)).toBeNull();
    expect(
      createSmsChannel({ defaultFrom: 'Shop' }).compose(parsed.value, { customer: { firstName: 'Anna' } }, envelope),
    ).toEqual({
      key: 'k',
      from: 'Shop',
      to: '+79161234567',
      text: 'Hi Anna',
    });
  });
});

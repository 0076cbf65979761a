import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Temporal } from '@js-temporal/polyfill';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { eventually } from '../support/eventually.ts';
import { Installation } from '../support/installation.ts';
import { createShopEvents } from '../support/shop-events.ts';

const zone = 'Europe/Moscow';
let weir: Installation;
let smtp: SMTPServer;
const letters: ParsedMail[] = [];

beforeAll(async () => {
  weir = await Installation.open('tea-letter');
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      simpleParser(stream).then((letter) => (letters.push(letter), done()), done);
    },
  });
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  await weir.define('SEGMENT', 'tea-due', {
    id: 'tea-due',
    name: 'Chinese tea, three months on',
    timeZone: zone,
    when: { orders: { where: { item: { category: 'Chinese tea' } }, last: { moreThanAgo: 'P3M' } } },
  });
  await weir.define('SEGMENT', 'written-to', {
    id: 'written-to',
    name: 'Had the tea letter',
    when: { messages: { automation: 'tea-letter', outcome: 'sent', exists: true } },
  });
  await weir.define('PROMOTION', 'tea-5', { promotion: 'tea-5', percent: 5, validFor: 'P14D', prefix: 'TEA' });
  await weir.define('TEMPLATE', 'tea-letter', {
    template: 'tea-letter',
    channel: 'email',
    from: 'Tea House <tea@example.com>',
    subject: 'Time for tea, {{ customer.firstName }}?',
    html: '<p>Dear {{ customer.firstName }},</p><p>your code for {{ promo.percent }} % off: <b>{{ promo.code }}</b></p>',
    text: 'Dear {{ customer.firstName }},\n\nyour code for {{ promo.percent }} % off: {{ promo.code }}\n',
  });
  await weir.define('AUTOMATION', 'tea-letter', {
    automation: 'tea-letter',
    name: 'Tea letter',
    on: { segment: 'tea-due', entered: true },
    steps: [{ promoCode: 'tea-5' }, { email: { template: 'tea-letter' } }],
  });
});

afterAll(async () => {
  await weir.close();
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
});

test('three months after the tea, to the millisecond, one letter with a personal code goes out', async () => {
  const port = (smtp.server.address() as { port: number }).port;
  await weir.start('segment-evaluator');
  await weir.start('mailer', {
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    MAIL_FROM: 'shop@example.com',
    PROMO_SECRET: 'a secret for tests only',
  });

  // An order so long ago that its three months, counted forward on Moscow's clock, are over in ten seconds.
  const dueSoon = Temporal.Now.zonedDateTimeISO(zone).add({ seconds: 10 });
  const orderedAt = dueSoon.subtract({ months: 3 });
  const dueAt = orderedAt.add({ months: 3 }).epochMilliseconds;
  const shop = createShopEvents();
  const ordered = orderedAt.epochMilliseconds;
  const never = { email: { status: 'NEVER' as const, changedAt: ordered } };
  await weir.tell(
    shop.customer('waits', ordered),
    shop.customer('reorders', ordered, { email: 'reorders@example.com' }),
    shop.customer('never-asked', ordered, { email: 'never@example.com', consents: never }),
    shop.order('waits', ordered),
    shop.order('reorders', ordered),
    shop.order('never-asked', ordered),
  );
  await weir.tell(shop.order('reorders', Date.now()));

  const [letter] = await eventually('the letter', () => (letters.length > 0 ? letters : undefined), 60_000);
  const outcomes = await eventually('both outcomes', async () => {
    const found = await weir.read('message-events');
    return found.length >= 2 ? found : undefined;
  });

  const [code, ...otherCodes] = await weir.read('promo-codes');
  expect(otherCodes).toEqual([]);
  expect(code).toMatchObject({
    customerId: 'waits',
    promotionId: 'tea-5',
    percent: 5,
    kind: 'ISSUED',
    code: expect.stringMatching(/^TEA/),
  });
  expect(letters).toHaveLength(1);
  expect(letter?.subject).toBe('Time for tea, Anna?');
  expect(letter?.from?.text).toBe('"Tea House" <tea@example.com>');
  expect(letter?.text).toBe(`Dear Anna,\n\nyour code for 5 % off: ${code?.code}\n`);
  expect(letter?.html).toBe(`<p>Dear Anna,</p><p>your code for 5 % off: <b>${code?.code}</b></p>`);

  const written = await eventually('the letter to count', async () =>
    (await weir.read('segment-events')).find(({ segmentId }) => segmentId === 'written-to'),
  );
  const sent = outcomes.find(({ kind }) => kind === 'SENT');
  expect(written).toMatchObject({ type: 'SegmentEntered', customerId: 'waits', causeRef: sent?.eventId });

  const entered = (await weir.read('segment-events')).filter(
    ({ type, segmentId }) => type === 'SegmentEntered' && segmentId === 'tea-due',
  );
  expect(entered.map(({ customerId }) => customerId).sort()).toEqual(['never-asked', 'waits']);
  for (const event of entered)
    expect(event).toMatchObject({ effectiveAt: dueAt, cause: 'TIME', silent: false, seq: 1 });
  for (const event of entered) expect(event.decidedAt - dueAt).toBeGreaterThanOrEqual(0);

  expect(outcomes).toHaveLength(2);
  const byCustomer = new Map(outcomes.map((outcome) => [outcome.customerId, outcome]));
  expect(byCustomer.get('waits')).toMatchObject({
    kind: 'SENT',
    channel: 'EMAIL',
    automationId: 'tea-letter',
    templateId: 'tea-letter',
  });
  expect(byCustomer.get('never-asked')).toMatchObject({
    kind: 'SKIPPED',
    channel: 'EMAIL',
    reason: expect.stringMatching(/consent/i),
  });
});

import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import { eventually } from '../../support/eventually.ts';
import { Installation } from '../../support/installation.ts';
import { enter, people } from './evaluated.ts';

let weir: Installation;
let smtp: SMTPServer | null = null;
let taken: string[];
/** How many messages the server answers before it falls silent. */
let answers: number;

beforeAll(async () => {
  weir = await Installation.open('killed-mailer');
  await weir.define('TEMPLATE', 'letter', {
    template: 'letter',
    channel: 'email',
    subject: 'Tea',
    html: '<p>{{ promo.code }}</p>',
  });
  await weir.define('PROMOTION', 'five', { promotion: 'five', percent: 5, validFor: 'P14D' });
  await weir.define('AUTOMATION', 'letter', {
    automation: 'letter',
    name: 'Letter',
    on: { segment: 'tea', entered: true },
    steps: [{ promoCode: 'five' }, { email: { template: 'letter' } }],
  });
});

afterEach(async () => {
  const closing = smtp;
  smtp = null;
  if (closing !== null) await new Promise<void>((resolve) => closing.close(() => resolve()));
});

afterAll(() => weir.close());

async function listen(port = 0): Promise<number> {
  taken = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 100,
    onRcptTo: ({ address }, _session, done) =>
      done(address.startsWith('bad') ? Object.assign(new Error('no such user'), { responseCode: 550 }) : undefined),
    onData(stream: SMTPServerDataStream, session, done) {
      stream.resume().on('end', () => {
        taken.push(session.envelope.rcptTo[0]?.address ?? '');
        if (answers-- > 0) done();
      });
    },
  });
  server.on('error', () => undefined);
  smtp = server;
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return (server.server.address() as AddressInfo).port;
}

function startMailer(port: number) {
  return weir.start('mailer', {
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    MAIL_FROM: 'shop@shop.example',
    PROMO_SECRET: 'a secret for tests only',
    RETRY_FIRST_SECONDS: '0.2',
    RETRY_MAX_SECONDS: '0.5',
  });
}

const outcomes = async (count: number) =>
  eventually(`${count} outcomes`, async () => {
    const found = await weir.read('message-events');
    return found.length >= count ? found : undefined;
  });

test('killed between sending and the result, the mailer sends nothing twice and says which messages are in doubt', async () => {
  answers = 10;
  const port = await listen();
  const mailer = await startMailer(port);
  mailer.died.catch(() => undefined);
  await enter(weir, people(40));
  await eventually('messages under way', () => (taken.length > 10 ? true : undefined), 60_000);
  process.kill(mailer.pid, 'SIGKILL');
  await mailer.stop();
  answers = Number.POSITIVE_INFINITY;
  const successor = await startMailer(port);

  const found = await outcomes(40);
  expect(found).toHaveLength(40);
  expect(new Set(found.map(({ customerId }) => customerId)).size).toBe(40);
  expect(new Set(taken).size).toBe(taken.length);
  const ofKind = (kind: string) =>
    found.filter((event) => event.kind === kind).map(({ customerId }) => `${customerId}@shop.example`);
  const [sent, unknown] = [ofKind('SENT'), ofKind('UNKNOWN')];
  expect(sent.length + unknown.length).toBe(40);
  // At most what can be under way at once, 2 in each of 4 partitions; and at least the one that was never answered.
  expect(unknown.length).toBeGreaterThanOrEqual(1);
  expect(unknown.length).toBeLessThanOrEqual(8);
  expect(sent.every((address) => taken.includes(address))).toBe(true);
  expect(await weir.read('promo-codes')).toHaveLength(40);
  await successor.stop();
}, 120_000);

test('while the server is down nothing is lost, and one bad address holds nobody up', async () => {
  const before = (await weir.read('message-events')).length;
  answers = Number.POSITIVE_INFINITY;
  const port = await listen();
  const closed = smtp;
  await new Promise<void>((resolve) => closed?.close(() => resolve()));
  await startMailer(port);
  await enter(weir, {
    'd-1': { email: 'd-1@shop.example' },
    'd-2': { email: 'bad@shop.example' },
    'd-3': { email: 'd-3@shop.example' },
  });
  await eventually('the first attempts', async () =>
    (await weir.readRaw('mailer-state')).length > 0 ? true : undefined,
  );
  await listen(port);
  const found = (await outcomes(before + 3)).filter(({ customerId }) => customerId.startsWith('d-'));
  expect(Object.fromEntries(found.map(({ customerId, kind }) => [customerId, kind]))).toEqual({
    'd-1': 'SENT',
    'd-2': 'BOUNCED_HARD',
    'd-3': 'SENT',
  });
}, 120_000);

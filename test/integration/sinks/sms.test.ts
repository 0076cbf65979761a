import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { eventually } from '../../support/eventually.ts';
import { Installation } from '../../support/installation.ts';
import { enter } from './evaluated.ts';

let weir: Installation;
let twilio: Server;
const posted: Record<string, string>[] = [];

beforeAll(async () => {
  weir = await Installation.open('sms');
  twilio = createServer((request, response) => {
    void text(request).then((body) => {
      const form = Object.fromEntries(new URLSearchParams(body));
      posted.push(form);
      const hasStopped = form['To'] === '+79160000002';
      response.writeHead(hasStopped ? 400 : 201, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify(
          hasStopped ? { code: 21610, message: 'unsubscribed', status: 400 } : { sid: 'SM1', status: 'queued' },
        ),
      );
    });
  });
  await new Promise<void>((resolve) => twilio.listen(0, '127.0.0.1', resolve));
  await weir.define('TEMPLATE', 'miss-you', {
    template: 'miss-you',
    channel: 'sms',
    text: 'Dear {{ customer.firstName }}',
  });
  await weir.define('AUTOMATION', 'miss-you', {
    automation: 'miss-you',
    name: 'Miss you',
    on: { segment: 'tea', entered: true },
    steps: [{ sms: { template: 'miss-you' } }],
  });
});

afterAll(async () => {
  await weir.close();
  twilio.closeAllConnections();
  twilio.close();
});

test('text messages go out over the provider, and what became of them is told', async () => {
  await weir.start('sms', {
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: 'hidden-token',
    TWILIO_BASE_URL: `http://127.0.0.1:${(twilio.address() as AddressInfo).port}`,
    SMS_FROM: '+15005550006',
    PROMO_SECRET: 'a secret for tests only',
  });
  await enter(weir, { 'c-1': { phone: '+79160000001' }, 'c-2': { phone: '+79160000002' }, 'c-3': { phone: 'none' } });
  const outcomes = await eventually(
    'three outcomes',
    async () => {
      const found = await weir.read('message-events');
      return found.length === 3 ? found : undefined;
    },
    60_000,
  );
  const told = Object.fromEntries(
    outcomes.map(({ customerId, kind, channel, reason }) => [customerId, { kind, channel, reason }]),
  );
  expect(told).toEqual({
    'c-1': { kind: 'SENT', channel: 'SMS', reason: null },
    'c-2': { kind: 'UNSUBSCRIBED', channel: 'SMS', reason: 'Twilio 21610: unsubscribed' },
    'c-3': { kind: 'SKIPPED', channel: 'SMS', reason: 'bad-address' },
  });
  expect(posted).toHaveLength(2);
  expect(posted.find(({ To }) => To === '+79160000001')).toEqual({
    From: '+15005550006',
    To: '+79160000001',
    Body: 'Dear Anna',
  });
}, 90_000);

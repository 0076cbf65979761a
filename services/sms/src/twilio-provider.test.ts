import { afterEach, describe, expect, test } from '@jest/globals';
import { type Sms } from '@weir/delivery';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createTwilioProvider } from './twilio-provider.ts';

const sms: Sms = { key: 'k', from: '+15005550006', to: '+79161234567', text: 'Чай? 5 % & more' };
const accountSid = `AC${'0'.repeat(32)}`;

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

function connectTo(port: number) {
  return createTwilioProvider({ accountSid, authToken: 'hidden', baseUrl: `http://127.0.0.1:${port}`, timeoutMs: 500 });
}

/** A provider connected to a local server that speaks Twilio's Messages API, and what was posted to it. */
async function open(answer: (response: ServerResponse) => void) {
  const posted: { url: string | undefined; authorization: string | undefined; form: Record<string, string> }[] = [];
  const listen = async (request: IncomingMessage, response: ServerResponse) => {
    const { url, headers } = request;
    posted.push({
      url,
      authorization: headers.authorization,
      form: Object.fromEntries(new URLSearchParams(await text(request))),
    });
    answer(response);
  };
  const server = createServer((request, response) => void listen(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { provider: connectTo((server.address() as AddressInfo).port), posted };
}

function reply(status: number, body: Record<string, unknown>) {
  return (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
}

describe('the Messages API', () => {
  test('that takes a message gets it as it is', async () => {
    const { provider, posted } = await open(reply(201, { sid: 'SM1', status: 'queued' }));
    expect(await provider.send(sms)).toEqual({ kind: 'accepted' });
    expect(posted).toEqual([
      {
        url: `/2010-04-01/Accounts/${accountSid}/Messages.json`,
        authorization: `Basic ${Buffer.from(`${accountSid}:hidden`).toString('base64')}`,
        form: { From: sms.from, To: sms.to, Body: sms.text },
      },
    ]);
  });

  test('is told the messaging service when that is the sender', async () => {
    const { provider, posted } = await open(reply(201, { sid: 'SM1' }));
    const service = `MG${'1'.repeat(32)}`;
    await provider.send({ ...sms, from: service });
    expect(posted[0]?.form).toEqual({ MessagingServiceSid: service, To: sms.to, Body: sms.text });
  });

  test.each([
    [400, 21211, { kind: 'refused', because: 'address' }],
    [400, 21614, { kind: 'refused', because: 'address' }],
    [400, 21610, { kind: 'refused', because: 'unsubscribed' }],
    [400, 21617, { kind: 'refused', because: 'message' }],
    [401, 20003, { kind: 'unavailable', because: 'provider' }],
    [429, 20429, { kind: 'unavailable', because: 'provider' }],
    [503, 20503, { kind: 'unavailable', because: 'provider' }],
    [500, 20500, { kind: 'unknown' }],
    [504, 20504, { kind: 'unknown' }],
  ])('that answers %d with code %d is understood', async (status, code, outcome) => {
    const { provider } = await open(reply(status, { code, message: `The number ${sms.to} ...`, status }));
    const answer = await provider.send(sms);
    expect(answer).toMatchObject(outcome);
    expect(answer).toHaveProperty('reason', `Twilio ${code}: The number the number ...`);
  });

  test('that nobody listens for has taken nothing', async () => {
    expect(await connectTo(1).send(sms)).toMatchObject({ kind: 'unavailable', because: 'provider' });
  });

  test('that hangs up or does not answer in time leaves the message in doubt', async () => {
    const hangsUp = await open((response) => response.destroy());
    expect(await hangsUp.provider.send(sms)).toMatchObject({ kind: 'unknown' });
    const sleeps = await open(() => undefined);
    expect(await sleeps.provider.send(sms)).toMatchObject({ kind: 'unknown' });
  });

  test('is never asked twice for one message', async () => {
    const { provider, posted } = await open(reply(429, { code: 20429, message: 'slow down' }));
    await provider.send(sms);
    expect(posted).toHaveLength(1);
  });
});

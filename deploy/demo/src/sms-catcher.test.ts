import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { countSegments, createSmsCatcher, type SmsCatcher } from './sms-catcher.ts';

const accountSid = 'AC0123456789abcdef0123456789abcdef';
let catcher: SmsCatcher;
let url: string;

beforeEach(async () => {
  catcher = createSmsCatcher({ port: 0, accountSid, authToken: 'secret', now: () => Date.UTC(2017, 3, 1), limit: 2 });
  url = await catcher.start();
});

afterEach(() => catcher.stop());

function send(form: Record<string, string>, token = 'secret', account = accountSid): Promise<Response> {
  return fetch(`${url}/2010-04-01/Accounts/${account}/Messages.json`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${accountSid}:${token}`)}` },
    body: new URLSearchParams(form),
  });
}

const message = { From: '+15135550100', To: '+15135550142', Body: 'Tea, Zoë?' };

describe('the SMS catcher', () => {
  test('takes a message and answers as Twilio does', async () => {
    const answer = await send(message);
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({
      sid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
      account_sid: accountSid,
      status: 'queued',
      to: message.To,
      from: message.From,
      body: message.Body,
      num_segments: '1',
      error_code: null,
      date_created: 'Sat, 01 Apr 2017 00:00:00 +0000',
    });
    expect(catcher.messages()).toMatchObject([{ to: message.To, body: message.Body, segments: 1 }]);
  });

  test('refuses with Twilio’s own codes', async () => {
    const codeOf = async (answer: Promise<Response>): Promise<unknown> =>
      ((await (await answer).json()) as { code: number }).code;
    expect(await codeOf(send({ ...message, To: '12' }))).toBe(21211);
    expect(await codeOf(send({ ...message, To: '' }))).toBe(21604);
    expect(await codeOf(send({ ...message, Body: '' }))).toBe(21602);
    expect(await codeOf(send({ To: message.To, Body: 'x' }))).toBe(21603);
    expect(await codeOf(send({ ...message, Body: 'x'.repeat(1601) }))).toBe(21617);
    expect(catcher.messages()).toEqual([]);
  });

  test('asks for the right account and token', async () => {
    expect((await send(message, 'wrong')).status).toBe(401);
    expect((await send(message, 'secret', 'ACother')).status).toBe(401);
    expect(catcher.messages()).toEqual([]);
  });

  test('gives equal messages sids of their own, and forgets the oldest above its limit', async () => {
    for (let i = 0; i < 3; i++) await send(message);
    const sids = catcher.messages().map(({ sid }) => sid);
    expect([sids.length, new Set(sids).size]).toEqual([2, 2]);
    const shown = (await (await fetch(`${url}/messages.json`)).json()) as { sid: string }[];
    expect(shown.map(({ sid }) => sid)).toEqual(sids.toReversed());
  });

  test('counts the parts the network charges for', () => {
    expect(countSegments('x'.repeat(160))).toBe(1);
    expect(countSegments('x'.repeat(161))).toBe(2);
    expect(countSegments('€'.repeat(81))).toBe(2);
    expect(countSegments('茶'.repeat(70))).toBe(1);
    expect(countSegments('茶'.repeat(71))).toBe(2);
    expect(countSegments('茶'.repeat(135))).toBe(3);
  });
});

import { afterEach, describe, expect, test } from '@jest/globals';
import { type Email } from '@weir/delivery';
import { createServer, type Server } from 'node:net';
import { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { type EmailProvider } from './provider.ts';
import { createSmtpProvider } from './smtp-provider.ts';

const email: Email = {
  messageId: '<key@shop.example>',
  from: 'Tea shop <tea@shop.example>',
  to: 'anna@shop.example',
  subject: 'Чай',
  html: '<p>Tea</p>',
  text: 'Tea',
  date: Date.UTC(2026, 2, 1, 12),
};

function replyWith(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function connectTo(port: number): EmailProvider {
  const provider = createSmtpProvider({ url: `smtp://127.0.0.1:${port}`, maxConnections: 2, timeoutMs: 1_000 });
  closers.push(() => provider.close());
  return provider;
}

/** A provider connected to a real SMTP server, and what that server took. */
async function open(
  options: SMTPServerOptions = {},
): Promise<{ provider: EmailProvider; received: string[]; recipients: string[][] }> {
  const received: string[] = [];
  const recipients: string[][] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, done) {
      recipients.push(session.envelope.rcptTo.map(({ address }) => address));
      text(stream).then((mail) => (received.push(mail), done()), done);
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise<void>((resolve) => server.close(resolve)));
  return { provider: connectTo((server.server.address() as AddressInfo).port), received, recipients };
}

/** A server that says `lines` and hangs up when it has read `until`. */
async function openRaw(until: RegExp): Promise<EmailProvider> {
  const server: Server = createServer((socket) => {
    let heard = '';
    socket.on('error', () => undefined);
    socket.write('220 hello\r\n');
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString();
      if (until.test(heard)) socket.destroy();
      for (const line of chunk.toString().split('\r\n')) {
        if (/^(EHLO|MAIL|RCPT)/.test(line)) socket.write('250 ok\r\n');
        if (line === 'DATA') socket.write('354 go on\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return connectTo((server.address() as AddressInfo).port);
}

describe('an SMTP server', () => {
  test('that takes a message gets it with its id, its date and one recipient', async () => {
    const { provider, received, recipients } = await open();
    expect(await provider.send(email)).toEqual({ kind: 'accepted' });
    expect(recipients).toEqual([['anna@shop.example']]);
    expect(received[0]).toContain('Message-ID: <key@shop.example>\r\n');
    expect(received[0]).toContain('Date: Sun, 01 Mar 2026 12:00:00 +0000\r\n');
    expect(received[0]).toContain('From: Tea shop <tea@shop.example>\r\n');
    expect(received[0]).toContain('Subject: =?UTF-8?B?0KfQsNC5?=\r\n');
    expect(received[0]).toContain('<p>Tea</p>');
  });

  test.each([
    ['knows no such address', 550, { kind: 'refused', because: 'address' }],
    ['has a full mailbox for it', 452, { kind: 'unavailable', because: 'address' }],
  ])('that %s is told apart, without the address in the reason', async (_what, code, outcome) => {
    const { provider } = await open({
      onRcptTo: ({ address }, _session, done) => done(replyWith(code, `no <${address}> here`)),
    });
    const answer = await provider.send(email);
    expect(answer).toMatchObject(outcome);
    expect(answer).toHaveProperty('reason', expect.stringContaining(`SMTP ${code}`));
    expect(JSON.stringify(answer)).not.toContain('anna@');
  });

  test.each([
    [
      'refuses the sender',
      { onMailFrom: (_from: unknown, _session: unknown, done: (error: Error) => void) => done(replyWith(550, 'who?')) },
    ],
    ['wants a login', { authOptional: false, disabledCommands: ['STARTTLS'] }],
  ])('that %s is unavailable: the message is not to blame', async (_what, options) => {
    const { provider } = await open(options);
    expect(await provider.send(email)).toMatchObject({ kind: 'unavailable', because: 'provider' });
  });

  test.each([
    ['refuses the message', 554, { kind: 'refused', because: 'message' }],
    ['cannot store the message now', 451, { kind: 'unavailable', because: 'provider' }],
  ])('that %s after reading it is believed', async (_what, code, outcome) => {
    const { provider } = await open({
      onData(stream, _session, done) {
        stream.resume().on('end', () => done(replyWith(code, 'no')));
      },
    });
    expect(await provider.send(email)).toMatchObject(outcome);
  });

  test('that is not there, or hangs up before the message, has taken nothing', async () => {
    expect(await connectTo(1).send(email)).toMatchObject({ kind: 'unavailable', because: 'provider' });
    for (const until of [/EHLO/, /MAIL FROM/, /RCPT TO/, /DATA\r\n/]) {
      expect(await (await openRaw(until)).send(email)).toMatchObject({ kind: 'unavailable', because: 'provider' });
    }
  });

  test.each([
    ['hangs up in the middle of the message', /Subject/],
    ['hangs up instead of answering', /\r\n\.\r\n/],
    ['never answers', /nothing that is ever said/],
  ])('that %s leaves it in doubt', async (_what, until) => {
    expect(await (await openRaw(until)).send(email)).toMatchObject({ kind: 'unknown' });
  });

  test('gets the next message after a refusal over the same connections', async () => {
    const { provider, received } = await open({
      onRcptTo: ({ address }, _session, done) => done(address.startsWith('bad') ? replyWith(550, 'no') : undefined),
    });
    const sent = ['bad1', 'good1', 'bad2', 'good2', 'good3'].map((name) =>
      provider.send({ ...email, messageId: `<${name}@shop.example>`, to: `${name}@shop.example` }),
    );
    const kinds = (await Promise.all(sent)).map(({ kind }) => kind);
    expect(kinds).toEqual(['refused', 'accepted', 'refused', 'accepted', 'accepted']);
    expect(received).toHaveLength(3);
  });

  test('gets what is under way before the provider is closed', async () => {
    const { provider, received } = await open();
    const sending = provider.send(email);
    await provider.close();
    expect(await sending).toEqual({ kind: 'accepted' });
    expect(received).toHaveLength(1);
  });
});

import { type Email, type SendOutcome } from '@weir/delivery';
import nodemailer from 'nodemailer';
import { Readable } from 'node:stream';
import { type EmailProvider } from './provider.ts';
import { outcomeOfFailure, type SmtpFailure } from './smtp-failure.ts';

export interface SmtpOptions {
  /** `smtp://` or `smtps://`, with user name and password if the server wants them. */
  readonly url: string;
  readonly maxConnections: number;
  /** For connecting, for the greeting, and for each reply. */
  readonly timeoutMs: number;
}

/** Sends over pooled SMTP connections. */
export function createSmtpProvider({ url, maxConnections, timeoutMs }: SmtpOptions): EmailProvider {
  const transport = nodemailer.createTransport({
    pool: true,
    url,
    maxConnections,
    // Nothing is tried again behind our back: whether it may be is decided by what is known of the first attempt.
    maxRequeues: 0,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const underWay = new Set<Promise<unknown>>();
  const handedOver = new Set<string>();
  transport.use('stream', (mail, done) => {
    const createReadStream = mail.message.createReadStream.bind(mail.message);
    mail.message.createReadStream = () => readLazily(createReadStream, () => handedOver.add(mail.message.messageId()));
    done();
  });

  async function send(email: Email): Promise<SendOutcome> {
    try {
      await transport.sendMail(toMessage(email));
      return { kind: 'accepted' };
    } catch (error) {
      return outcomeOfFailure(error as SmtpFailure, handedOver.has(email.messageId), email.to);
    } finally {
      handedOver.delete(email.messageId);
    }
  }

  return {
    send(email) {
      const sending = send(email);
      underWay.add(sending);
      return sending.finally(() => underWay.delete(sending));
    },
    async close() {
      await Promise.allSettled(underWay);
      transport.close();
    },
  };
}

/** The envelope names one recipient, whatever the headers say. */
function toMessage({ messageId, from, to, subject, html, text, date }: Email) {
  return { messageId, from, to: { name: '', address: to }, subject, html, text, date: new Date(date) };
}

/** A stream that is opened when it is first read, which is when the server has agreed to take the message. */
function readLazily(open: () => Readable, onFirstRead: () => void): Readable {
  return Readable.from(
    (async function* read() {
      onFirstRead();
      yield* open();
    })(),
    { objectMode: false },
  );
}

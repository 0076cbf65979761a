import { simpleParser } from 'mailparser';
import { readFileSync } from 'node:fs';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import { type Answer, createPageServer, json, ownPage } from './page-server.ts';

/** A letter as it arrived over SMTP. */
export interface Letter {
  /** 1, 2, 3 ... in order of arrival. */
  readonly id: number;
  /** With its angle brackets; empty when there is none. */
  readonly messageId: string;
  readonly from: string;
  /** Of the envelope: where it really goes. */
  readonly to: readonly string[];
  readonly subject: string;
  /** Of the Date header, RFC 3339; null when there is none. */
  readonly date: string | null;
  /** As sent, untouched; empty when there is none. */
  readonly html: string;
  readonly text: string;
  /** One line each, folded ones unfolded. */
  readonly headers: readonly string[];
  readonly bytes: number;
}

export interface MailCatcher {
  start(): Promise<{ readonly smtpPort: number; readonly url: string }>;
  stop(): Promise<void>;
  /** In order of arrival. */
  readonly letters: () => readonly Letter[];
}

const maxLetterBytes = 1_048_576;
const page = readFileSync(join(import.meta.dirname, '../pages/letters.html'), 'utf8');

/**
 * An SMTP server that delivers nothing: it keeps the last `limit` letters in memory and shows them on a web page.
 * Both listen on 127.0.0.1 only; port 0 takes a free one.
 */
export function createMailCatcher(options: { smtpPort: number; webPort: number; limit?: number }): MailCatcher {
  const letters: Letter[] = [];
  let arrived = 0;
  const keep = (letter: Omit<Letter, 'id'>): void => {
    letters.push({ id: ++arrived, ...letter });
    if (letters.length > (options.limit ?? 10_000)) letters.shift();
  };
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    size: maxLetterBytes,
    rejectOversized: true,
    maxRecipients: 100,
    onData: (stream, { envelope }, callback) => {
      readLetter(
        stream,
        envelope.rcptTo.map(({ address }) => address),
      ).then(
        (letter) => {
          if (!stream.sizeExceeded) keep(letter);
          callback();
        },
        (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
      );
    },
  });
  smtp.on('error', () => undefined); // A client that hung up: nothing arrived, nothing to keep.
  const web = createPageServer(options.webPort, ({ path, method }) => (method === 'GET' ? show(path, letters) : null));
  return {
    letters: () => letters,
    start: async () => {
      const smtpPort = await new Promise<number>((resolve, reject) => {
        const server = smtp.listen(options.smtpPort, '127.0.0.1', () =>
          resolve((server.address() as AddressInfo).port),
        );
        server.once('error', reject);
      });
      return { smtpPort, url: await web.start() };
    },
    stop: async () => {
      await web.stop();
      await new Promise<void>((resolve) => smtp.close(() => resolve()));
    },
  };
}

async function readLetter(stream: SMTPServerDataStream, to: readonly string[]): Promise<Omit<Letter, 'id'>> {
  const mail = await simpleParser(stream, { skipImageLinks: true, skipTextToHtml: true });
  return {
    messageId: mail.messageId ?? '',
    from: mail.from?.text ?? '',
    to,
    subject: mail.subject ?? '',
    date: mail.date?.toISOString() ?? null,
    html: mail.html === false ? '' : (mail.html ?? ''),
    text: mail.text ?? '',
    headers: mail.headerLines.map(({ line }) => line.replaceAll(/\r?\n[ \t]+/g, ' ')),
    bytes: stream.byteLength,
  };
}

function show(path: string, letters: readonly Letter[]): Answer | null {
  if (path === '/') return ownPage(page);
  if (path === '/letters.json')
    return json(letters.map(({ html: _h, text: _t, headers: _l, ...summary }) => summary).toReversed());
  const [, id, form] = /^\/letters\/(\d{1,9})\.(json|html)$/.exec(path) ?? [];
  const letter = letters.find((candidate) => candidate.id === Number(id));
  if (letter === undefined) return null;
  return form === 'json' ? json(letter) : asSent(letter);
}

/** The letter's own HTML, in an origin of its own, without scripts, forms or anything from elsewhere: no tracking pixel loads. */
function asSent({ html }: Letter): Answer {
  const policy =
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";
  return { type: 'text/html; charset=utf-8', body: html, headers: { 'content-security-policy': policy } };
}

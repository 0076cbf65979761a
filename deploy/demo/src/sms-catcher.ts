import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Answer, createPageServer, json, ownPage } from './page-server.ts';

/** A text message as it was handed to the provider. */
export interface CaughtSms {
  /** Twilio's name of it: `SM` and 32 hexadecimal digits. */
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  /** How many the network charges for: 160 GSM characters each (153 in a chain), or 70 (67) with any other character. */
  readonly segments: number;
  /** When it was taken, RFC 3339. */
  readonly acceptedAt: string;
}

export interface SmsCatcher {
  /** Resolves with the URL of the page, which is the API's base URL too. */
  start(): Promise<string>;
  stop(): Promise<void>;
  /** In order of arrival. */
  readonly messages: () => readonly CaughtSms[];
}

export interface SmsCatcherOptions {
  readonly port: number;
  readonly accountSid: string;
  readonly authToken: string;
  readonly now: () => number;
  readonly limit?: number;
}

const page = readFileSync(join(import.meta.dirname, '../pages/sms.html'), 'utf8');

/**
 * An endpoint that speaks as much of Twilio's API as sending needs, delivers nothing, keeps the last `limit` messages in
 * memory and shows them on a web page.
 */
export function createSmsCatcher(options: SmsCatcherOptions): SmsCatcher {
  const messages: CaughtSms[] = [];
  let arrived = 0;
  const server = createPageServer(options.port, ({ path, method, authorization, body }) => {
    if (method === 'GET') return show(path, messages);
    const [, account] = /^\/2010-04-01\/Accounts\/(\w{1,64})\/Messages\.json$/.exec(path) ?? [];
    if (account === undefined) return null;
    if (account !== options.accountSid || !isAuthorised(authorization, options))
      return problem(401, 20003, 'Authentication Error - invalid username');
    const form = new URLSearchParams(body);
    const refusal = refuse(form);
    if (refusal !== null) return refusal;
    const message = accept(form, ++arrived, options.now());
    messages.push(message);
    if (messages.length > (options.limit ?? 10_000)) messages.shift();
    return json(describe(message, options.accountSid), 201);
  });
  return { start: () => server.start(), stop: () => server.stop(), messages: () => messages };
}

function isAuthorised(authorization: string, { accountSid, authToken }: SmsCatcherOptions): boolean {
  return authorization === `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
}

/** Twilio's error codes, of which 21211 and 21610 concern one recipient only. */
function refuse(form: URLSearchParams): Answer | null {
  const to = form.get('To') ?? '';
  if (to === '') return problem(400, 21604, "A 'To' phone number is required.");
  if (!/^\+[1-9]\d{6,14}$/.test(to)) return problem(400, 21211, `The 'To' number ${to} is not a valid phone number.`);
  if (!form.has('From') && !form.has('MessagingServiceSid'))
    return problem(400, 21603, "A 'From' phone number is required.");
  if ((form.get('Body') ?? '') === '') return problem(400, 21602, 'Message body is required.');
  if ((form.get('Body') ?? '').length > 1600)
    return problem(400, 21617, 'The concatenated message body exceeds the 1600 character limit.');
  return null;
}

function problem(status: number, code: number, message: string): Answer {
  return json({ code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }, status);
}

function accept(form: URLSearchParams, number: number, now: number): CaughtSms {
  const body = form.get('Body') ?? '';
  return {
    sid: `SM${createHash('sha256').update(`${number}/${form.toString()}`).digest('hex').slice(0, 32)}`,
    from: form.get('From') ?? form.get('MessagingServiceSid') ?? '',
    to: form.get('To') ?? '',
    body,
    segments: countSegments(body),
    acceptedAt: new Date(now).toISOString(),
  };
}

const gsm = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€]*$/;

export function countSegments(body: string): number {
  if (!gsm.test(body)) return body.length <= 70 ? 1 : Math.ceil(body.length / 67);
  const septets = body.length + [...body].filter((character) => '^{}\\[~]|€'.includes(character)).length;
  return septets <= 160 ? 1 : Math.ceil(septets / 153);
}

/** The answer of Twilio's API to a message it has queued. */
function describe(message: CaughtSms, accountSid: string): Record<string, unknown> {
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${message.sid}.json`;
  const at = new Date(message.acceptedAt).toUTCString().replace('GMT', '+0000');
  return {
    sid: message.sid,
    account_sid: accountSid,
    api_version: '2010-04-01',
    body: message.body,
    date_created: at,
    date_sent: null,
    date_updated: at,
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
    from: message.from,
    messaging_service_sid: null,
    num_media: '0',
    num_segments: String(message.segments),
    price: null,
    price_unit: 'USD',
    status: 'queued',
    subresource_uris: { media: uri.replace('.json', '/Media.json') },
    to: message.to,
    uri,
  };
}

function show(path: string, messages: readonly CaughtSms[]): Answer | null {
  if (path === '/') return ownPage(page);
  if (path === '/messages.json') return json(messages.toReversed());
  return null;
}

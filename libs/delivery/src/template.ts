import { z } from 'zod';
import { isMailbox } from './address.ts';
import { closedObject, documentId, type Parsed, parseDocument } from './document-schema.ts';
import { type CompiledText } from './liquid.ts';
import { liquidText } from './liquid-text.ts';

export interface EmailTemplate {
  readonly id: string;
  readonly channel: 'email';
  readonly subject: CompiledText;
  readonly html: CompiledText;
  /** Null: made from the html. */
  readonly text: CompiledText | null;
  /** `Name <address>` or an address; null: the service's own. */
  readonly from: string | null;
}

export interface SmsTemplate {
  readonly id: string;
  readonly channel: 'sms';
  readonly text: CompiledText;
  /** A number in E.164 or a sender's name; null: the service's own. */
  readonly from: string | null;
}

export type MessageTemplate = EmailTemplate | SmsTemplate;

const maxSubject = 400;
const maxBody = 500_000;
/** Ten parts of a long SMS. */
const maxSms = 1_530;

const emailTemplate = closedObject({
  template: documentId,
  channel: z.literal('email'),
  subject: liquidText('plain', maxSubject),
  html: liquidText('html', maxBody),
  text: liquidText('plain', maxBody).nullish(),
  from: z
    .string('must be text')
    .refine(isMailbox, 'must be an address, or a name and an address as in Tea shop <tea@shop.example>')
    .nullish(),
}).transform(({ template: id, text, from, ...rest }): EmailTemplate => ({
  ...rest,
  id,
  text: text ?? null,
  from: from ?? null,
}));

const smsTemplate = closedObject({
  template: documentId,
  channel: z.literal('sms'),
  text: liquidText('plain', maxSms),
  from: z
    .string('must be text')
    .regex(
      /^(?:\+[1-9][0-9]{6,14}|[A-Za-z0-9 ]{1,11})$/,
      'must be a number in E.164, or a name of at most 11 letters and digits',
    )
    .nullish(),
}).transform(({ template: id, from, ...rest }): SmsTemplate => ({ ...rest, id, from: from ?? null }));

/** Reads a template document and compiles its texts: the template, or every problem with the path to it. */
export function parseTemplate(document: unknown): Parsed<MessageTemplate> {
  const channel =
    typeof document === 'object' && document !== null && 'channel' in document ? document.channel : undefined;
  if (channel === 'email') return parseDocument(emailTemplate, document);
  if (channel === 'sms') return parseDocument(smsTemplate, document);
  return { ok: false, problems: [{ path: 'channel', reason: 'must be email or sms' }] };
}

import { randomBytes } from 'node:crypto';
import { type Environment } from '@weir/replay';

export interface Addresses {
  readonly smtpPort: number;
  readonly smsUrl: string;
  /** SQLite file of the export-sink. */
  readonly database: string;
}

/** Of the SMS catcher, which takes no other. */
export const smsAccount = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'demo' };

/** What each of the services is told beyond what all of them are: where it delivers to, and in whose name. */
export function serviceSettings({ smtpPort, smsUrl, database }: Addresses): Readonly<Record<string, Environment>> {
  // All must issue the same codes; nobody else may guess them.
  const promo = { PROMO_SECRET: randomBytes(32).toString('hex') };
  return {
    'segment-evaluator': {},
    mailer: {
      ...promo,
      SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
      MAIL_FROM: 'Riverside Market <hello@market.example.com>',
    },
    sms: {
      ...promo,
      TWILIO_ACCOUNT_SID: smsAccount.accountSid,
      TWILIO_AUTH_TOKEN: smsAccount.authToken,
      TWILIO_BASE_URL: smsUrl,
      SMS_FROM: '+15135550100',
    },
    'task-creator': promo,
    'export-sink': { EXPORT_DATABASE: database },
  };
}

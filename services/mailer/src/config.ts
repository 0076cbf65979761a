import { isMailbox } from '@weir/delivery';
import { commonSettings, type Environment, readConfig } from '@weir/service';
import { messageSettings } from '@weir/sink';
import { z } from 'zod';

const settings = commonSettings.extend({
  ...messageSettings,
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'expected smtp://[user:password@]host:port or smtps://...' }),
  SMTP_CONNECTIONS: z.coerce.number().int().min(1).max(100).default(8),
  /** For templates that name no sender: an address, or a name and an address. */
  MAIL_FROM: z
    .string('an address, or Name <address>, for templates that name no sender')
    .refine(isMailbox, 'expected an address, or Name <address>'),
  /** What stands right of the @ in a Message-ID; by default the domain of MAIL_FROM. */
  MESSAGE_ID_DOMAIN: z
    .string()
    .regex(/^[A-Za-z0-9.-]{1,253}$/, 'expected a domain name')
    .optional(),
});

export type Config = z.output<typeof settings>;

export function readMailerConfig(environment: Environment): Config {
  return readConfig(settings, environment);
}

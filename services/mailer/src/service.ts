import { createEmailChannel } from '@weir/delivery';
import { type Component } from '@weir/service';
import { createMessageService, type Surroundings } from '@weir/sink';
import type { Config } from './config.ts';
import { createSmtpProvider } from './smtp-provider.ts';

/** The parts of the service in the order in which they start. */
export function createService(config: Config, surroundings: Surroundings): Component[] {
  return createMessageService({
    ...surroundings,
    group: 'mailer',
    config,
    channel: createEmailChannel({ defaultFrom: config.MAIL_FROM, messageIdDomain: domainOf(config) }),
    provider: createSmtpProvider({
      url: config.SMTP_URL,
      maxConnections: config.SMTP_CONNECTIONS,
      timeoutMs: config.PROVIDER_TIMEOUT_SECONDS * 1_000,
    }),
    plural: 'E-mails',
  });
}

function domainOf({ MAIL_FROM, MESSAGE_ID_DOMAIN }: Config): string {
  return MESSAGE_ID_DOMAIN ?? MAIL_FROM.slice(MAIL_FROM.lastIndexOf('@') + 1).replace('>', '');
}

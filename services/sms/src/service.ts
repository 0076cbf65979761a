import { createSmsChannel } from '@weir/delivery';
import { type Component } from '@weir/service';
import { createMessageService, type Surroundings } from '@weir/sink';
import type { Config } from './config.ts';
import { createTwilioProvider } from './twilio-provider.ts';

/** The parts of the service in the order in which they start. */
export function createService(config: Config, surroundings: Surroundings): Component[] {
  return createMessageService({
    ...surroundings,
    group: 'sms',
    config,
    channel: createSmsChannel({ defaultFrom: config.SMS_FROM }),
    provider: createTwilioProvider({
      accountSid: config.TWILIO_ACCOUNT_SID,
      authToken: config.TWILIO_AUTH_TOKEN,
      baseUrl: config.TWILIO_BASE_URL ?? null,
      timeoutMs: config.PROVIDER_TIMEOUT_SECONDS * 1_000,
    }),
    plural: 'Text messages',
  });
}

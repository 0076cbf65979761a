import { findZone, type Zone } from '@weir/engine';
import { z } from 'zod';

const seconds = z.coerce
  .number()
  .positive()
  .max(30 * 86_400);

/** Settings of every service that acts on automations. */
export const sinkSettings = {
  /** For durations in days, and so for when promo codes end. */
  ACCOUNT_TIME_ZONE: z
    .string()
    .default('UTC')
    .transform((name, context): Zone => {
      const zone = findZone(name);
      if (zone !== undefined) return zone;
      context.addIssue('expected an IANA time zone such as Europe/Moscow');
      return z.NEVER;
    }),
  /** What promo codes are derived from: the same in all services, and kept for as long as codes are valid. */
  PROMO_SECRET: z.string('any text of 16 characters or more, the same in all services').min(16),
};

/** Settings of the services that send messages. */
export const messageSettings = {
  ...sinkSettings,
  /** How long a message that the provider does not take is tried again. */
  DELIVERY_DEADLINE_SECONDS: seconds.default(86_400),
  /** The first pause between attempts; each further one is twice as long. */
  RETRY_FIRST_SECONDS: seconds.default(5),
  RETRY_MAX_SECONDS: seconds.default(300),
  PROVIDER_TIMEOUT_SECONDS: seconds.default(30),
  /** Per partition: how many messages are handed over at once, and so how many a crash can leave in doubt. */
  MESSAGES_UNDER_WAY: z.coerce.number().int().min(1).max(1_000).default(2),
};

export type MessageSettings = z.output<z.ZodObject<typeof messageSettings>>;

/** The same in the units of the sink. */
export function readRetry(settings: MessageSettings) {
  return {
    firstMs: settings.RETRY_FIRST_SECONDS * 1_000,
    maxMs: settings.RETRY_MAX_SECONDS * 1_000,
    giveUpAfterMs: settings.DELIVERY_DEADLINE_SECONDS * 1_000,
  };
}

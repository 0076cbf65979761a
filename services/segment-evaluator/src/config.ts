import { type AccountSettings, defaultStatusGroups } from '@weir/engine';
import { commonSettings, type Environment, readConfig } from '@weir/service';
import { z } from 'zod';

const statusGroup = z.enum(['new', 'paid', 'completed', 'cancelled', 'returned']);

const statusGroups = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      context.addIssue(`expected a JSON object of status code to group: ${(error as Error).message}`);
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), statusGroup));

const settings = commonSettings.extend({
  ACCOUNT_TIME_ZONE: z.string().default('UTC').refine(isTimeZone, 'expected an IANA time zone such as Europe/Moscow'),
  ACCOUNT_CURRENCY: z.string().regex(/^[A-Z]{3}$/, 'expected an ISO 4217 code such as EUR'),
  ACCOUNT_STATUS_GROUPS: statusGroups.default({}),
  /** Decoded customers kept in memory, per partition. */
  CACHE_CUSTOMERS: z.coerce.number().int().min(1).default(20_000),
  MAX_RECORDS_PER_COMMIT: z.coerce.number().int().min(1).max(100_000).default(2_000),
});

export type Config = z.output<typeof settings> & { readonly account: AccountSettings };

export function readEvaluatorConfig(environment: Environment): Config {
  const config = readConfig(settings, environment);
  return {
    ...config,
    account: {
      timeZone: config.ACCOUNT_TIME_ZONE,
      currency: config.ACCOUNT_CURRENCY,
      statusGroups: { ...defaultStatusGroups, ...config.ACCOUNT_STATUS_GROUPS },
    },
  };
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

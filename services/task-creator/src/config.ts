import { commonSettings, type Environment, readConfig } from '@weir/service';
import { sinkSettings } from '@weir/sink';
import { type z } from 'zod';

const settings = commonSettings.extend({
  ...sinkSettings,
  /** Only for automations that put promo codes into tasks. */
  PROMO_SECRET: sinkSettings.PROMO_SECRET.optional(),
});

export type Config = z.output<typeof settings>;

export function readTaskCreatorConfig(environment: Environment): Config {
  return readConfig(settings, environment);
}

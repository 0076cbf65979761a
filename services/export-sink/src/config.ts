import { commonSettings, type Environment, readConfig } from '@weir/service';
import { join } from 'node:path';
import { z } from 'zod';

const settings = commonSettings.extend({
  /** The SQLite file; by default `export.sqlite` in STATE_DIR. */
  EXPORT_DATABASE: z.string().min(1).optional(),
  /** Processes of one group share the partitions; one of another group has all of them. */
  EXPORT_GROUP: z
    .string()
    .regex(/^[a-zA-Z0-9._-]{1,100}$/, 'letters, digits, dots, hyphens and underscores')
    .default('export-sink'),
});

export type Config = z.output<typeof settings> & { readonly database: string };

export function readExportSinkConfig(environment: Environment): Config {
  const config = readConfig(settings, environment);
  return { ...config, database: config.EXPORT_DATABASE ?? join(config.STATE_DIR, 'export.sqlite') };
}

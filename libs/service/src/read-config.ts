import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** What the environment lacks or holds wrongly: all of it at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'WEIR_CONFIG_INVALID';
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads a service's settings. A setting FOO may also be given as FOO_FILE, a path whose trimmed content is the value:
 * so secrets can come as mounted files. An empty value counts as absent; variables that are no settings are ignored.
 */
export function readConfig<S extends z.ZodObject>(schema: S, environment: Environment): z.output<S> {
  const settings = readSettings(Object.keys(schema.shape), environment);
  const parsed = schema.safeParse(settings);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => {
    const name = issue.path.join('.');
    const value = settings[name];
    return value === undefined ? `  ${name}: ${requiredWords(issue.message)}` : `  ${name}: ${wordsOf(issue.message)}`;
  });
  throw new ConfigError(`These settings (environment variables) are missing or wrong:\n${lines.join('\n')}`);
}

/** Zod's own words are about undefined, which nobody set; a schema's own say what is wanted. */
function requiredWords(message: string): string {
  return message.startsWith('Invalid input') ? 'is required' : `is required: ${message}`;
}

/** Says what is wanted where zod would speak of NaN. Never the value: it may be a secret. */
function wordsOf(message: string): string {
  return message.includes('received NaN') ? 'is not a number' : message;
}

function readSettings(names: readonly string[], environment: Environment): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const name of names) {
    const value = environment[name] || readFromFile(`${name}_FILE`, environment);
    if (value !== undefined && value !== '') settings[name] = value;
  }
  return settings;
}

function readFromFile(variable: string, environment: Environment): string | undefined {
  const path = environment[variable];
  if (!path) return undefined;
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new ConfigError(`${variable}: cannot read ${path}: ${(error as Error).message}`);
  }
}

const commaSeparated = z.string().transform((list) => list.split(',').map((entry) => entry.trim()));

/** The settings that every service of Weir shares. */
export const commonSettings = z.object({
  KAFKA_BROKERS: commaSeparated.pipe(
    z.array(z.string().regex(/^[^\s:]+:\d+$/, 'expected host:port[,host:port...]')).min(1),
  ),
  SCHEMA_REGISTRY_URL: z.url({ protocol: /^https?$/ }),
  TOPIC_PREFIX: z
    .string()
    .regex(/^[a-zA-Z0-9-]*$/, 'letters, digits and hyphens')
    .default(''),
  STATE_DIR: z.string().min(1),
  CLOCK: z.enum(['wall', 'stream']).default('wall'),
  HTTP_HOST: z.string().default('127.0.0.1'),
  HTTP_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

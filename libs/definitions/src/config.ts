import { notJson } from '@weir/codec';
import { type AccountSettings, defaultStatusGroups, findZone, type StatusGroup, statusGroupNames } from '@weir/engine';

export interface Connection {
  /** `host:port` each. */
  readonly brokers: readonly string[];
  readonly registryUrl: string;
  readonly topicPrefix: string;
}

/** What to say when one of these is not set. */
export const unsetSettings = {
  KAFKA_BROKERS: "KAFKA_BROKERS is not set: start one with 'npm run stack', or name your cluster's host:port[,...]",
  SCHEMA_REGISTRY_URL:
    "SCHEMA_REGISTRY_URL is not set: start one with 'npm run stack', or name the http(s) URL of your schema registry",
} as const;

export type Environment = Readonly<Record<string, string | undefined>>;

/** A setting that is missing or wrong, in words for whoever set it. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
  readonly code = 'WEIR_SETTING_INVALID';
}

/** Where the definitions go. Throws a SettingError when the environment does not say so. */
export function readConnection(env: Environment): Connection {
  const brokers = required(env, 'KAFKA_BROKERS')
    .split(',')
    .map((broker) => broker.trim());
  const wrong = brokers.find((broker) => !/^[^\s]+:\d+$/.test(broker));
  if (wrong !== undefined) throw new SettingError(`KAFKA_BROKERS: ${wrong} is not host:port`);
  const registryUrl = required(env, 'SCHEMA_REGISTRY_URL').replace(/\/+$/, '');
  if (!/^https?:\/\//.test(registryUrl) || !URL.canParse(registryUrl)) {
    throw new SettingError(`SCHEMA_REGISTRY_URL: ${registryUrl} is not an http or https URL`);
  }
  const topicPrefix = env['TOPIC_PREFIX'] ?? '';
  if (!/^[a-zA-Z0-9-]*$/.test(topicPrefix))
    throw new SettingError(`TOPIC_PREFIX: ${topicPrefix} holds more than letters, digits and hyphens`);
  return { brokers, registryUrl, topicPrefix };
}

/** The account that segments are checked against: the same variables that the services read, with the same defaults. */
export function readAccount(env: Environment): AccountSettings {
  const timeZone = env['ACCOUNT_TIME_ZONE'] || 'UTC';
  if (findZone(timeZone) === undefined)
    throw new SettingError(`ACCOUNT_TIME_ZONE: ${timeZone} is not an IANA time zone such as Europe/Moscow`);
  const currency = env['ACCOUNT_CURRENCY'] || 'RUB';
  if (!/^[A-Z]{3}$/.test(currency))
    throw new SettingError(`ACCOUNT_CURRENCY: ${currency} is not an ISO 4217 code such as RUB`);
  return {
    timeZone,
    currency,
    statusGroups: { ...defaultStatusGroups, ...readStatusGroups(env['ACCOUNT_STATUS_GROUPS'] || '{}') },
  };
}

function readStatusGroups(text: string): Record<string, StatusGroup> {
  const groups = parseJson(text);
  if (typeof groups !== 'object' || groups === null || Array.isArray(groups)) {
    throw new SettingError('ACCOUNT_STATUS_GROUPS: must be a JSON object of status code to group');
  }
  for (const [code, group] of Object.entries(groups)) {
    if (statusGroupNames.includes(group as StatusGroup)) continue;
    throw new SettingError(
      `ACCOUNT_STATUS_GROUPS: ${code}: ${JSON.stringify(group)} is not one of ${statusGroupNames.join(', ')}`,
    );
  }
  return groups as Record<string, StatusGroup>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SettingError(`ACCOUNT_STATUS_GROUPS: ${notJson(error as Error)}`);
  }
}

function required(env: Environment, name: keyof typeof unsetSettings): string {
  const value = env[name]?.trim();
  if (value === undefined || value === '') throw new SettingError(unsetSettings[name]);
  return value;
}

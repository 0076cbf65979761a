import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { StackError } from './stack-error.ts';

/** A broker and a registry that somebody else runs, used instead of starting any. */
export interface ExternalStack {
  /** `host:port` of one broker or more. */
  brokers: string[];
  /** Base of the Confluent API, without a trailing slash. */
  registryUrl: string;
}

export interface StackConfig {
  /** Where downloads, pid files and locks live: outside every working tree, shared by all of them. */
  cacheDir: string;
  /** Base URL of a Maven repository, ending in a slash; null: Maven Central. */
  mavenRepository: string | null;
  /** An installation to prefer over the `java` on PATH. */
  javaHome: string | null;
  external: ExternalStack | null;
  /** What the broker and the registry get to see of our environment: not their own settings by accident. */
  childEnvironment: Record<string, string>;
}

type Environment = Readonly<Record<string, string | undefined>>;

const passedOn = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'SystemRoot',
  'PATHEXT',
  'TEMP',
  'TMP',
  'USERPROFILE',
];

export function readStackConfig(env: Environment): StackConfig {
  const value = (name: string): string | null => env[name]?.trim() || null;
  const cacheHome = value('XDG_CACHE_HOME') ?? join(homedir(), '.cache');
  const repository = value('MAVEN_REPOSITORY');
  if (repository !== null) requireUrl('MAVEN_REPOSITORY', repository);
  return {
    cacheDir: resolve(value('WEIR_CACHE') ?? join(cacheHome, 'weir')),
    mavenRepository: repository === null ? null : repository.replace(/\/*$/, '/'),
    javaHome: value('JAVA_HOME'),
    external: readExternal(value('KAFKA_BROKERS'), value('SCHEMA_REGISTRY_URL')),
    childEnvironment: Object.fromEntries(
      passedOn.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
    ),
  };
}

/** Epoch ms. */
export const currentTime = (): number => Date.now();

/** The configuration of this process. */
export function stackConfig(): StackConfig {
  return readStackConfig(process.env);
}

function readExternal(brokers: string | null, registryUrl: string | null): ExternalStack | null {
  if (brokers === null && registryUrl === null) return null;
  if (brokers === null || registryUrl === null) {
    const [given, missing] =
      brokers === null ? ['SCHEMA_REGISTRY_URL', 'KAFKA_BROKERS'] : ['KAFKA_BROKERS', 'SCHEMA_REGISTRY_URL'];
    throw invalid(
      `${given} is set without ${missing}: set both to use a stack that runs already, or neither to start one.`,
    );
  }
  const list = brokers.split(',').map((broker) => broker.trim());
  const wrong = list.find((broker) => !/^[^\s/:]+:\d+$|^\[[0-9a-f:]+\]:\d+$/i.test(broker));
  if (wrong !== undefined)
    throw invalid(`KAFKA_BROKERS: '${wrong}' is not host:port; give a comma-separated list such as '127.0.0.1:9092'.`);
  requireUrl('SCHEMA_REGISTRY_URL', registryUrl);
  return { brokers: list, registryUrl: registryUrl.replace(/\/+$/, '') };
}

function requireUrl(name: string, text: string): void {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw invalid(`${name}: '${text}' is not an http or https URL.`);
  }
}

const invalid = (message: string): StackError => new StackError('WEIR_STACK_SETTING_INVALID', message);

import { expect, test } from '@jest/globals';
import { readTopicsConfig } from './topics-config.ts';

const environment = { KAFKA_BROKERS: 'a:9092, b:9092', SCHEMA_REGISTRY_URL: 'http://registry/apis' };

test('takes the action and its options', () => {
  const args = ['apply', '--partitions', '64', '--replication-factor', '3', '--prefix', 'x-'];
  expect(readTopicsConfig(args, environment)).toEqual({
    action: 'apply',
    brokers: ['a:9092', 'b:9092'],
    registryUrl: 'http://registry/apis',
    partitions: 64,
    replicationFactor: 3,
    prefix: 'x-',
    waitSeconds: 60,
  });
});

test('has defaults, and a prefix from the environment', () => {
  expect(readTopicsConfig(['diff'], { ...environment, TOPIC_PREFIX: 'y-' })).toMatchObject({
    partitions: 8,
    replicationFactor: 1,
    prefix: 'y-',
  });
});

test('helps without any settings', () => {
  expect(readTopicsConfig(['--help'], {})).toMatchObject({ action: 'help' });
});

test.each<[string, string[], Record<string, string>, RegExp]>([
  ['no action', [], environment, /^Say apply or diff, once; found: nothing/],
  ['another action', ['delete'], environment, /found: delete/],
  ['two actions', ['apply', 'diff'], environment, /found: apply diff/],
  ['an unknown option', ['apply', '--force'], environment, /--force/],
  ['no number', ['apply', '--partitions', 'many'], environment, /--partitions many: expected a whole number from 1/],
  ['a half', ['apply', '--replication-factor', '1.5'], environment, /--replication-factor 1.5/],
  ['a wait in words', ['apply', '--wait', 'long'], environment, /--wait long is not a whole number of seconds/],
  ['a prefix with a slash', ['apply', '--prefix', 'a/b'], environment, /--prefix a\/b/],
  [
    'no brokers',
    ['apply'],
    { SCHEMA_REGISTRY_URL: 'http://r' },
    /^KAFKA_BROKERS is not set: start one with 'npm run stack', or name your cluster's host:port/,
  ],
  ['a broker without a port', ['apply'], { ...environment, KAFKA_BROKERS: 'a' }, /^KAFKA_BROKERS: "a"/],
  ['no registry', ['apply'], { KAFKA_BROKERS: 'a:1' }, /^SCHEMA_REGISTRY_URL is not set: start one with/],
  ['a registry that is no URL', ['apply'], { ...environment, SCHEMA_REGISTRY_URL: 'r:8081' }, /^SCHEMA_REGISTRY_URL/],
])('says what is wrong with %s', (_, args, settings, words) => {
  expect(() => readTopicsConfig(args, settings)).toThrow(
    expect.objectContaining({ code: 'WEIR_TOPICS_USAGE', message: expect.stringMatching(words) }),
  );
});

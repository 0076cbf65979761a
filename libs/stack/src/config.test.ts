import { expect, test } from '@jest/globals';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { readStackConfig } from './config.ts';

test('the cache is outside the tree, where the platform wants it or where WEIR_CACHE says', () => {
  expect(readStackConfig({}).cacheDir).toBe(join(homedir(), '.cache', 'weir'));
  expect(readStackConfig({ XDG_CACHE_HOME: '/c' }).cacheDir).toBe(resolve('/c/weir'));
  expect(readStackConfig({ XDG_CACHE_HOME: '/c', WEIR_CACHE: '/w' }).cacheDir).toBe(resolve('/w'));
});

test('an external stack is named wholly or not at all', () => {
  expect(readStackConfig({}).external).toBeNull();
  const named = { KAFKA_BROKERS: 'a:1, [::1]:2', SCHEMA_REGISTRY_URL: 'http://r:8081/apis/ccompat/v7/' };
  expect(readStackConfig(named).external).toEqual({
    brokers: ['a:1', '[::1]:2'],
    registryUrl: 'http://r:8081/apis/ccompat/v7',
  });
  expect(() => readStackConfig({ KAFKA_BROKERS: 'a:1' })).toThrow(/KAFKA_BROKERS is set without SCHEMA_REGISTRY_URL/);
  expect(() => readStackConfig({ SCHEMA_REGISTRY_URL: 'http://r' })).toThrow(/without KAFKA_BROKERS/);
});

test.each([
  [{ KAFKA_BROKERS: 'a:1,b', SCHEMA_REGISTRY_URL: 'http://r' }, "KAFKA_BROKERS: 'b' is not host:port"],
  [
    { KAFKA_BROKERS: 'a:1', SCHEMA_REGISTRY_URL: 'r:8081' },
    "SCHEMA_REGISTRY_URL: 'r:8081' is not an http or https URL",
  ],
  [{ MAVEN_REPOSITORY: 'mirror' }, "MAVEN_REPOSITORY: 'mirror' is not"],
])('a wrong setting is named: %j', (env, message) => {
  expect(() => readStackConfig(env)).toThrow(
    expect.objectContaining({ code: 'WEIR_STACK_SETTING_INVALID', message: expect.stringContaining(message) }),
  );
});

test('a mirror is a base that paths can be appended to', () => {
  expect(readStackConfig({ MAVEN_REPOSITORY: 'https://mirror.example/maven' }).mavenRepository).toBe(
    'https://mirror.example/maven/',
  );
});

test("the broker and the registry do not see the environment's settings of other things", () => {
  const { childEnvironment } = readStackConfig({
    PATH: '/bin',
    KAFKA_BOOTSTRAP_SERVERS: 'elsewhere:9092',
    QUARKUS_HTTP_PORT: '1',
    NODE_OPTIONS: '--inspect',
  });
  expect(childEnvironment).toEqual({ PATH: '/bin' });
});

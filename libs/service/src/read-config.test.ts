import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { commonSettings, ConfigError, readConfig } from './read-config.ts';

const valid = { KAFKA_BROKERS: 'one:9092, two:9092', SCHEMA_REGISTRY_URL: 'http://registry:8081', STATE_DIR: '/state' };

test('the common settings are read with their defaults', () => {
  expect(
    readConfig(commonSettings, { ...valid, HTTP_PORT: '8080', UNRELATED: 'x', OTHER_TOOL_FILE: '/absent' }),
  ).toEqual({
    KAFKA_BROKERS: ['one:9092', 'two:9092'],
    SCHEMA_REGISTRY_URL: 'http://registry:8081',
    TOPIC_PREFIX: '',
    STATE_DIR: '/state',
    CLOCK: 'wall',
    HTTP_HOST: '127.0.0.1',
    HTTP_PORT: 8080,
    LOG_LEVEL: 'info',
  });
});

test('every problem is named at once', () => {
  const attempt = () =>
    readConfig(commonSettings, { ...valid, KAFKA_BROKERS: 'nonsense', CLOCK: 'sundial', STATE_DIR: '' });
  expect(attempt).toThrow(ConfigError);
  expect(attempt).toThrow(/STATE_DIR: is required\n/);
  const hinted = z.object({ SECRET: z.string('any text of 16 characters or more') });
  expect(() => readConfig(hinted, {})).toThrow('SECRET: is required: any text of 16 characters or more');
  expect(() => readConfig(commonSettings, { ...valid, HTTP_PORT: 'many' })).toThrow(/HTTP_PORT: is not a number/);
  expect(attempt).toThrow(/KAFKA_BROKERS[^]*STATE_DIR[^]*CLOCK|STATE_DIR[^]*CLOCK/);
});

test('a secret may come from a file', () => {
  const directory = mkdtempSync(join(tmpdir(), 'weir-config-'));
  try {
    writeFileSync(join(directory, 'token'), 'hush\n');
    const schema = z.object({ TOKEN: z.string() });
    expect(readConfig(schema, { TOKEN_FILE: join(directory, 'token') })).toEqual({ TOKEN: 'hush' });
    expect(() => readConfig(schema, { TOKEN_FILE: join(directory, 'absent') })).toThrow(/TOKEN_FILE: cannot read/);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

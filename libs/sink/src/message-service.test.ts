import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createSmsChannel } from '@weir/delivery';
import { createSilentLogger } from '@weir/observability';
import { commonSettings, readConfig } from '@weir/service';
import { createMessageService } from './message-service.ts';
import { messageSettings } from './sink-settings.ts';

let directory: string;
beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'weir-sink-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function createParts(close: () => Promise<void>) {
  const environment = {
    KAFKA_BROKERS: '127.0.0.1:1',
    SCHEMA_REGISTRY_URL: 'http://127.0.0.1:1',
    STATE_DIR: directory,
    PROMO_SECRET: 'a secret of the tests',
  };
  return createMessageService({
    group: 'sms',
    config: readConfig(commonSettings.extend(messageSettings), environment),
    channel: createSmsChannel({ defaultFrom: 'Shop' }),
    provider: { send: () => Promise.resolve({ kind: 'accepted' }), close },
    plural: 'Text messages',
    now: () => 0,
    logger: createSilentLogger(),
    fail: (error) => {
      throw error;
    },
  });
}

test('health comes first and goes last; nothing is processed before all that it needs is there', () => {
  expect(createParts(() => Promise.resolve()).map(({ name }) => name)).toEqual([
    'http-endpoint',
    'kafka',
    'schemas',
    'table definitions',
    'provider',
    'sms',
  ]);
});

test('all of it can be stopped before it was started, and twice; the provider is told', async () => {
  let closed = 0;
  const parts = createParts(() => Promise.resolve(void (closed += 1)));
  for (const part of [...parts, ...parts].toReversed()) await part.stop();
  expect(closed).toBe(2);
});

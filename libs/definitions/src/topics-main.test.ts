import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';

test('says that it waits for a Kafka that takes connections and answers nothing, and gives up', async () => {
  const deaf = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(deaf, 'listening');
  const address = `127.0.0.1:${(deaf.address() as AddressInfo).port}`;
  const main = join(import.meta.dirname, 'topics-main.ts');
  const command = spawn(process.execPath, ['--conditions=development', main, 'diff', '--wait', '3'], {
    env: { KAFKA_BROKERS: address, SCHEMA_REGISTRY_URL: 'http://127.0.0.1:1' },
  });
  const [said, [code]] = await Promise.all([text(command.stderr), once(command, 'exit') as Promise<[number]>]);
  deaf.close();
  expect(said.split('\n')).toEqual([
    `Waiting for Kafka at ${address} (KAFKA_BROKERS), at most 3 s.`,
    expect.stringMatching(/^Gave up after 3 s of waiting for Kafka at /),
    '',
  ]);
  expect(code).toBe(2);
}, 60_000);

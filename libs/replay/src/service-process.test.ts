import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { startService } from './service-process.ts';

test('a service that ends by itself is reported with its last words', async () => {
  const service = await startService('segment-evaluator', { HTTP_PORT: 'no port' });
  await expect(service.died).rejects.toMatchObject({
    code: 'WEIR_SERVICE_DIED',
    message: expect.stringMatching(/^segment-evaluator ended by itself \(exit code 2\)[^]*KAFKA_BROKERS[^]*HTTP_PORT/),
  });
  await service.stop();
});

test('gets exactly the environment it is given', async () => {
  const lines: string[] = [];
  const service = await startService('segment-evaluator', { KAFKA_BROKERS: '127.0.0.1:1' }, (line) => lines.push(line));
  await expect(service.died).rejects.toThrow('SCHEMA_REGISTRY_URL');
  expect(lines.join('\n')).not.toContain('KAFKA_BROKERS');
});

test('ends with the process that started it, even when that is killed outright', async () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'weir-service-'));
  const env = {
    KAFKA_BROKERS: '127.0.0.1:1',
    SCHEMA_REGISTRY_URL: 'http://127.0.0.1:1',
    STATE_DIR: stateDir,
    ACCOUNT_CURRENCY: 'EUR',
  };
  const module = pathToFileURL(join(import.meta.dirname, 'service-process.ts')).href;
  // Tells the pid only when the service is up and waits for its registry, which is not there.
  const script = `
    import { startService } from '${module}';
    const service = await startService('segment-evaluator', ${JSON.stringify(env)}, (line) => {
      if (line.includes('served')) console.log(service.pid);
    });`;
  const parent = spawn(process.execPath, ['--conditions=development', '--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (data) => resolve(Number(data))));
    expect(isRunning(pid)).toBe(true);
    parent.kill('SIGKILL');
    while (isRunning(pid)) await setTimeout(50);
  } finally {
    parent.kill('SIGKILL');
    rmSync(stateDir, { recursive: true });
  }
}, 60_000);

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

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

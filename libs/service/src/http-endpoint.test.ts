import { expect, test } from '@jest/globals';
import { createMetrics, createSilentLogger, Counter } from '@weir/observability';
import { createHttpEndpoint } from './http-endpoint.ts';

test('health and metrics are served until it is stopped, twice if need be', async () => {
  const metrics = createMetrics('test');
  new Counter({ name: 'weir_test_total', help: 'A test.', registers: [metrics] }).inc(2);
  let isReady = false;
  const endpoint = createHttpEndpoint({
    host: '127.0.0.1',
    port: 0,
    metrics,
    logger: createSilentLogger(),
    isReady: () => isReady,
  });
  await endpoint.stop();
  await endpoint.start();
  const url = `http://127.0.0.1:${endpoint.port()}`;
  try {
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    isReady = true;
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('weir_test_total{service="test"} 2');
    expect((await fetch(`${url}/else`)).status).toBe(404);
  } finally {
    await endpoint.stop();
    await endpoint.stop();
  }
  await expect(fetch(`${url}/livez`)).rejects.toThrow();
});

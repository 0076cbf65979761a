import { expect, test } from '@jest/globals';
import { countBrokers } from './broker.ts';
import { stackConfig } from './config.ts';
import { isRegistryReady } from './registry.ts';

test('the integration project runs on a stack that is named by the environment', async () => {
  const { external } = stackConfig();
  expect(await countBrokers(Number(external?.brokers[0]?.split(':')[1]))).toBe(1);
  expect(await isRegistryReady(external!.registryUrl)).toBe(true);
});

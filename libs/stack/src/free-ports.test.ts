import { expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { freePorts } from './free-ports.ts';

test('a port that is wished for is given where it is free, another where it is taken', async () => {
  const [free] = (await freePorts([0])) as [number];
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const taken = (holder.address() as AddressInfo).port;
  try {
    const [first, second, third] = await freePorts([free, taken, 0]);
    expect(first).toBe(free);
    expect(new Set([first, second, third, taken]).size).toBe(4);
  } finally {
    holder.close();
  }
});

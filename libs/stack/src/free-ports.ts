import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';

/**
 * Ports of the loopback interface that nobody uses now, all different, one for each wish: the wished-for port where it is free, any where
 * it is not or where none is wished for (0).
 */
export async function freePorts(wishes: readonly number[]): Promise<number[]> {
  const servers: Server[] = [];
  // The wishes first: a free port that the system gives out must not be one that is wished for.
  const held = new Map<number, Server>();
  for (const [index, wish] of wishes.entries()) {
    const server = wish === 0 ? null : await listen(wish);
    if (server !== null) held.set(index, server);
  }
  for (const index of wishes.keys()) {
    const server = held.get(index) ?? (await listen(0));
    if (server === null) throw new Error('no port of the loopback interface is free');
    servers.push(server);
  }
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

async function listen(port: number): Promise<Server | null> {
  const server = createServer().listen(port, '127.0.0.1');
  return once(server, 'listening').then(
    () => server,
    () => null,
  );
}

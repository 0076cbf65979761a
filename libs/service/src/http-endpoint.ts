import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger, Metrics } from '@weir/observability';
import type { Component } from './component.ts';

export interface HttpEndpointOptions {
  readonly host: string;
  /** 0 takes a free port; the log names it. */
  readonly port: number;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** True once the service has restored its state and does its work. */
  readonly isReady: () => boolean;
}

/** What an operator asks of every service: `/livez` (the process answers), `/readyz` (it works) and `/metrics`. */
export function createHttpEndpoint(options: HttpEndpointOptions): Component & { port(): number } {
  const { host, port, metrics, logger, isReady } = options;
  let server: Server | null = null;

  async function answer(path: string | undefined, response: ServerResponse): Promise<void> {
    switch (path) {
      case '/livez':
        return reply(response, 200, 'live\n');
      case '/readyz':
        return isReady()
          ? reply(response, 200, 'ready\n')
          : reply(response, 503, 'not ready: restoring or waiting for Kafka\n');
      case '/metrics':
        return reply(response, 200, await metrics.metrics(), metrics.contentType);
      default:
        return reply(response, 404, 'known paths: /livez /readyz /metrics\n');
    }
  }

  return {
    name: 'http-endpoint',
    port: () => (server?.address() as AddressInfo | null)?.port ?? port,
    async start() {
      const listening = createServer((request, response) => {
        answer(request.url?.split('?')[0], response).catch((error: unknown) => {
          logger.error({ err: error }, 'the http endpoint failed');
          response.destroy();
        });
      });
      await new Promise<void>((resolve, reject) => {
        listening.once('error', reject);
        listening.listen(port, host, resolve);
      });
      server = listening;
      logger.info({ url: `http://${host}:${this.port()}` }, 'health and metrics are served');
    },
    async stop() {
      const closing = server;
      server = null;
      if (closing === null) return;
      closing.closeAllConnections();
      await new Promise<void>((resolve) => closing.close(() => resolve()));
    },
  };
}

function reply(
  response: ServerResponse,
  status: number,
  body: string,
  contentType = 'text/plain; charset=utf-8',
): void {
  response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';

/** An answer of one route; `headers` overrule the defaults. */
export interface Answer {
  readonly status?: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers a request for `path`, or null when there is nothing. `body` is the text of a POST, empty otherwise. */
export type Route = (request: {
  readonly path: string;
  readonly method: string;
  readonly authorization: string;
  readonly body: string;
}) => Answer | null;

export interface PageServer {
  /** Resolves with the URL it listens on, without a slash at the end. */
  start(): Promise<string>;
  stop(): Promise<void>;
}

const maxBodyBytes = 65_536;

/**
 * Serves this machine only: it listens on 127.0.0.1, and refuses a request whose Host is another name, so that a web site
 * that points its own name here (DNS rebinding) reads nothing. What is shown came from elsewhere and is never trusted:
 * nothing may be embedded, guessed at, or fetched from other places.
 */
export function createPageServer(port: number, route: Route): PageServer {
  let server: Server | undefined;
  return {
    start: () =>
      new Promise((resolve, reject) => {
        server = createServer((request, response) => void handle(request, response, route));
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => {
          resolve(`http://127.0.0.1:${(server?.address() as AddressInfo).port}`);
        });
      }),
    stop: () =>
      new Promise((resolve) => {
        if (server === undefined) return resolve();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const json = (value: unknown, status = 200): Answer => ({
  status,
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(value, null, 2),
});

/**
 * A page of our own with its style and script inside it. The policy names them by their hashes: what a letter or a text
 * message smuggles in does not run, wherever it lands.
 */
export function ownPage(html: string): Answer {
  const hashes = (tag: string): string =>
    [...html.matchAll(new RegExp(`<${tag}>([^]*?)</${tag}>`, 'g'))]
      .map(
        ([, body]) =>
          `'sha256-${createHash('sha256')
            .update(body ?? '')
            .digest('base64')}'`,
      )
      .join(' ');
  const policy =
    `default-src 'none'; script-src ${hashes('script')}; style-src ${hashes('style')}; connect-src 'self'; ` +
    `frame-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  return { type: 'text/html; charset=utf-8', body: html, headers: { 'content-security-policy': policy } };
}

async function handle(request: IncomingMessage, response: ServerResponse, route: Route): Promise<void> {
  try {
    send(response, request.method === 'HEAD', await answer(request, route));
  } catch {
    response.destroy();
  }
}

async function answer(request: IncomingMessage, route: Route): Promise<Answer> {
  const host = /^(127\.0\.0\.1|localhost)(:\d+)?$/;
  if (!host.test(request.headers.host ?? '')) return plain(421, 'This server answers to 127.0.0.1 and localhost only.');
  const method = request.method === 'HEAD' ? 'GET' : (request.method ?? '');
  if (method !== 'GET' && method !== 'POST') return plain(405, 'Only GET and POST.');
  const body = method === 'POST' ? await readBody(request) : '';
  if (body === null) return plain(413, `At most ${maxBodyBytes} bytes.`);
  const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
  const authorization = request.headers.authorization ?? '';
  return route({ path, method, authorization, body }) ?? plain(404, 'There is nothing here.');
}

const plain = (status: number, body: string): Answer => ({ status, type: 'text/plain; charset=utf-8', body });

/** Null when it is too long. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, headOnly: boolean, { status = 200, type, body, headers }: Answer): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(headOnly ? undefined : body);
}

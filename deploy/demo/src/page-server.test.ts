import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { request } from 'node:http';
import { createPageServer, json, type PageServer } from './page-server.ts';

let server: PageServer;
let url: string;

beforeEach(async () => {
  server = createPageServer(0, ({ path, method, body }) => (path === '/echo' ? json({ method, body }) : null));
  url = await server.start();
});

afterEach(() => server.stop());

/** `fetch` sets the Host header itself; this one lies. */
function statusFor(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${url}/echo`, { headers: { host } }, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end();
  });
}

describe('the page server', () => {
  test('hands the route what was asked and sends its answer', async () => {
    const answer = await fetch(`${url}/echo?x=1`, { method: 'POST', body: 'To=%2B1' });
    expect(await answer.json()).toEqual({ method: 'POST', body: 'To=%2B1' });
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('answers to this machine only, whatever name leads here', async () => {
    expect(await statusFor('localhost:80')).toBe(200);
    expect(await statusFor('evil.example')).toBe(421);
    expect(await statusFor('127.0.0.1.evil.example')).toBe(421);
  });

  test('refuses what it does not know or cannot hold', async () => {
    expect((await fetch(`${url}/else`)).status).toBe(404);
    expect((await fetch(`${url}/echo`, { method: 'DELETE' })).status).toBe(405);
    expect((await fetch(`${url}/echo`, { method: 'POST', body: 'x'.repeat(65_537) })).status).toBe(413);
  });

  test('may be stopped twice, and before it started', async () => {
    await server.stop();
    await server.stop();
    await createPageServer(0, () => null).stop();
    await expect(fetch(url)).rejects.toThrow();
  });
});

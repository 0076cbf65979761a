import { describe, expect, test } from '@jest/globals';
import { Running, unlessAborted } from './running.ts';

describe('what is running', () => {
  test('is stopped last first, and once', async () => {
    const stopped: string[] = [];
    const running = new Running();
    for (const name of ['broker', 'services']) running.add(async () => stopped.push(name));
    await running.stop();
    await running.stop();
    expect(stopped).toEqual(['services', 'broker']);
  });

  test('is stopped to the end when one part fails to', async () => {
    let isStopped = false;
    const running = new Running();
    running.add(async () => (isStopped = true));
    running.add(() => Promise.reject(new Error('stuck')));
    await expect(running.stop()).rejects.toThrow('stuck');
    expect(isStopped).toBe(true);
  });
});

describe('work that may be aborted', () => {
  test('ends as it does by itself', async () => {
    const { signal } = new AbortController();
    await expect(unlessAborted(signal, Promise.resolve(1))).resolves.toBe(1);
    await expect(unlessAborted(signal, Promise.reject(new Error('own')))).rejects.toThrow('own');
  });

  test('ends at once when it is aborted, before or during', async () => {
    const controller = new AbortController();
    const pending = unlessAborted(controller.signal, new Promise(() => undefined));
    controller.abort(new Error('Ctrl-C'));
    await expect(pending).rejects.toThrow('Ctrl-C');
    await expect(unlessAborted(controller.signal, new Promise(() => undefined))).rejects.toThrow('Ctrl-C');
  });
});

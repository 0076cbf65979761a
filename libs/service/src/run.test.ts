import { expect, test } from '@jest/globals';
import { createSilentLogger } from '@weir/observability';
import type { Component } from './component.ts';
import { run } from './run.ts';

const logger = createSilentLogger();

function recorder() {
  const events: string[] = [];
  const component = (name: string, overrides: Partial<Component> = {}): Component => ({
    name,
    start: async () => void events.push(`start ${name}`),
    stop: async () => void events.push(`stop ${name}`),
    ...overrides,
  });
  return { events, component };
}

test('components start in order and stop in reverse', async () => {
  const { events, component } = recorder();
  const controller = new AbortController();
  const last = component('c', { start: async () => void (events.push('start c'), controller.abort()) });
  await run([component('a'), component('b'), last], controller.signal, logger);
  expect(events).toEqual(['start a', 'start b', 'start c', 'stop c', 'stop b', 'stop a']);
});

test('a failing start stops what was started and is thrown', async () => {
  const { events, component } = recorder();
  const failing = component('b', { start: () => Promise.reject(new Error('no broker')) });
  await expect(run([component('a'), failing, component('c')], new AbortController().signal, logger)).rejects.toThrow(
    'no broker',
  );
  expect(events).toEqual(['start a', 'stop b', 'stop a']);
});

test('a failing stop does not keep the others running, and is thrown', async () => {
  const { events, component } = recorder();
  const controller = new AbortController();
  const failing = component('b', { stop: () => Promise.reject(new Error('stuck')) });
  const last = component('c', { start: async () => controller.abort() });
  await expect(run([component('a'), failing, last], controller.signal, logger)).rejects.toThrow('stuck');
  expect(events.slice(-2)).toEqual(['stop c', 'stop a']);
});

test('a signal during the start cuts it short', async () => {
  const { events, component } = recorder();
  const controller = new AbortController();
  const waiting = component('b', { start: () => new Promise(() => controller.abort()) });
  await run([component('a'), waiting, component('c')], controller.signal, logger);
  expect(events).toEqual(['start a', 'stop b', 'stop a']);
});

test('an empty list waits for the signal too', async () => {
  const controller = new AbortController();
  const running = run([], controller.signal, logger);
  controller.abort();
  await expect(running).resolves.toBeUndefined();
});

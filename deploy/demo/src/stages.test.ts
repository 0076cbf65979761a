import { describe, expect, jest, test } from '@jest/globals';
import { parseDemoOptions } from './options.ts';
import { createStages, type Screen } from './stages.ts';

/** A screen that keeps what was written, with a stopwatch that the test moves. */
function fakeScreen(columns: number | null): Screen & { text: string; ms: number } {
  const screen = {
    text: '',
    ms: 0,
    write: (text: string) => void (screen.text += text),
    columns: () => columns,
    stopwatch: () => screen.ms,
  };
  return screen;
}

describe('the stages', () => {
  test('write plain lines off a terminal, and details only now and then', async () => {
    const screen = fakeScreen(null);
    const result = await createStages(screen).run('Kafka', async (detail) => {
      detail('at once');
      screen.ms = 6000;
      detail('waiting for the registry');
      detail('and again');
      screen.ms = 7250;
      return 'up';
    });
    expect(result).toBe('up');
    expect(screen.text).toBe('· Kafka\n  waiting for the registry (6.0 s)\n✓ Kafka (7.3 s)\n');
  });

  test('keep to one line on a terminal, no wider than it', async () => {
    jest.useFakeTimers();
    try {
      const screen = fakeScreen(60);
      await createStages(screen).run('Kafka', async (detail) => {
        detail(`waiting ${'x'.repeat(80)}`);
        screen.ms = 1000;
        jest.advanceTimersByTime(100);
      });
      expect(screen.text.match(/\n/g)).toHaveLength(1);
      const lines = screen.text.split('\r\u001b[2K');
      for (const line of lines) expect(line.trimEnd().length).toBeLessThan(60);
      expect(screen.text).toContain('waiting xxx');
      expect(lines.at(-1)).toMatch(/^✓ Kafka +1\.0 s\n$/);
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  test('show what is said from outside behind the stage that runs now, and nowhere else', async () => {
    const screen = fakeScreen(null);
    const stages = createStages(screen);
    screen.ms = 9000;
    stages.detail('before');
    await stages.run('Kafka', async () => {
      screen.ms = 15_000;
      stages.detail('no answer yet');
    });
    screen.ms = 30_000;
    stages.detail('after');
    expect(screen.text).toBe('· Kafka\n  no answer yet (6.0 s)\n✓ Kafka (6.0 s)\n');
  });

  test('mark what failed, and pass the error on', async () => {
    const screen = fakeScreen(null);
    await expect(createStages(screen).run('Kafka', () => Promise.reject(new Error('no Java')))).rejects.toThrow(
      'no Java',
    );
    expect(screen.text).toContain('✗ Kafka');
  });
});

describe('the options', () => {
  test('have defaults', () => {
    expect(parseDemoOptions([])).toEqual({ isOnce: false, reportFile: null, outDirectory: '.weir/demo' });
    expect(parseDemoOptions(['--once', '--report', 'r.json', '--out', 'x'])).toEqual({
      isOnce: true,
      reportFile: 'r.json',
      outDirectory: 'x',
    });
    expect(parseDemoOptions(['--help'])).toBe('help');
  });

  test('refuse what they do not know, and say what there is', () => {
    expect(() => parseDemoOptions(['--onse'])).toThrow(/--onse.*npm run demo -- --once/s);
    expect(() => parseDemoOptions(['--report'])).toThrow(/--report/);
  });
});

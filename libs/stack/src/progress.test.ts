import { expect, test } from '@jest/globals';
import { lineProgress, screenProgress } from './progress.ts';

test('in a log a transfer is told by its quarters', () => {
  const lines: string[] = [];
  const progress = lineProgress((line) => lines.push(line));
  for (let done = 0; done <= 200; done += 10) progress.transfer('Fetching', done * 1e6, 200e6);
  expect(lines).toEqual([
    'Fetching: 0.0 of 200.0 MB,   0 %',
    'Fetching: 50.0 of 200.0 MB,  25 %',
    'Fetching: 100.0 of 200.0 MB,  50 %',
    'Fetching: 150.0 of 200.0 MB,  75 %',
    'Fetching: 200.0 of 200.0 MB, 100 %',
  ]);
});

test('on a screen a transfer stays on one line, no wider than the screen, and ends it', () => {
  let shown = '';
  const progress = screenProgress({ write: (text: string) => (shown += text), columns: 60 });
  progress.transfer('Fetching', 0, 2e6);
  progress.transfer('Fetching', 1e6, 2e6);
  expect(shown).not.toContain('\n');
  progress.transfer('Fetching', 2e6, 2e6);
  const drawn = shown.split('\r').slice(1);
  expect(drawn).toHaveLength(3);
  expect(drawn[1]).toBe('Fetching [############            ] 1.0 of 2.0 MB,  50 %'.slice(0, 59));
  expect(Math.max(...drawn.map((line) => line.trimEnd().length))).toBeLessThan(60);
  expect(shown.endsWith('\n')).toBe(true);
});

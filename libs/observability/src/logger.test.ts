import { expect, test } from '@jest/globals';
import { createLogger } from './logger.ts';

function capture() {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) };
  return { lines, destination };
}

test('a line carries the service, the level in words and the instant', () => {
  const { lines, destination } = capture();
  createLogger({ name: 'mailer', level: 'info', destination }).info({ partition: 3 }, 'running');
  expect(lines).toEqual([expect.objectContaining({ name: 'mailer', level: 'info', partition: 3, msg: 'running' })]);
  expect(String(lines[0]?.['time'])).toMatch(/^\d{4}-\d\d-\d\dT/);
});

test('secrets are censored, also one level down', () => {
  const { lines, destination } = capture();
  createLogger({ name: 'sms', level: 'info', destination }).warn(
    { token: 't0p', provider: { password: 'hush' } },
    'refused',
  );
  expect(JSON.stringify(lines)).not.toMatch(/t0p|hush/);
});

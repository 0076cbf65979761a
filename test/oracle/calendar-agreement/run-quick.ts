import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Respect } from './comparisons.ts';
import { zoneNames } from './zones.ts';

const main = new URL('main.ts', import.meta.url).pathname;

/** What the comparison says, in a process of its own: Temporal takes four times as long within Jest. */
export async function runQuick(...only: readonly Respect[]): Promise<string> {
  const args = [
    '--conditions=development',
    '--disable-warning=ExperimentalWarning',
    main,
    '--quick',
    '--only',
    only.join(),
  ];
  const run = promisify(execFile)(process.execPath, args, { encoding: 'utf8' });
  return run.then(
    ({ stdout }) => stdout,
    (error: unknown) => String((error as { stdout?: string }).stdout ?? '') + String(error),
  );
}

/** What it says when all is as it should be. */
export function agreedQuickly(...only: readonly Respect[]): RegExp {
  const lines = only.map((name) => `${name}: [1-9]\\d{4,} checks, no differences\n`);
  return new RegExp(`^${zoneNames.length} zones from 2010 through 2030, .*\n${lines.join('')}$`);
}

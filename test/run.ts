/**
 * npm test: the unit tests, then the integration tests on a broker and a registry of their own, then one line that sums
 * both up. Arguments go to Jest: `npm test -- libs/engine`, `npm test -- -t 'birthday'`, `npm test -- --selectProjects unit`.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from './support/run-program.ts';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** What Jest's `--json` says of a run, as far as it is read here. */
interface JestResults {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  /** Files that could not be run at all: none of their tests is counted above. */
  numRuntimeErrorTestSuites: number;
}

/** Two files at a time in either project: more only makes the broker's share of the machine smaller. */
const workers = ['--maxWorkers=2'];

const args = process.argv.slice(2);
const isChosen = args.some((arg) => /^--selectProjects\b|^--config\b|^-c$|^--projects\b/.test(arg));
const directory = await mkdtemp(join(tmpdir(), 'weir-test-'));
try {
  process.exitCode = await runAll(isChosen ? [null] : ['unit', 'integration']);
} finally {
  await rm(directory, { recursive: true, force: true });
}

/** @param projects null: those that the arguments name. */
async function runAll(projects: (string | null)[]): Promise<number> {
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const project of projects) {
    if (project !== null) process.stderr.write(`\n${project} tests\n`);
    const counts = await runJest(project);
    if (counts === null) return 0;
    for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += counts[key];
  }
  const { passed, failed, skipped } = total;
  if (passed + failed === 0) process.stderr.write(`No test matches: ${args.join(' ')}\n`);
  process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

/** Null when Jest had something else to do than to run tests: `--listTests`, `--help`, `--showConfig`. */
async function runJest(project: string | null): Promise<Counts | null> {
  const file = join(directory, `${project ?? 'chosen'}.json`);
  const only = project === null ? [] : ['--selectProjects', project];
  const jest = await runProgram(
    'jest/bin/jest.js',
    [...workers, '--passWithNoTests', '--json', `--outputFile=${file}`, ...args, ...only],
    {
      isShown: true,
      nodeFlags: ['--experimental-vm-modules'],
    },
  );
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return jest.code === 0 ? null : { passed: 0, failed: 1, skipped: 0 };
  const results = JSON.parse(text) as JestResults;
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  return {
    passed: results.numPassedTests,
    // Jest may fail without a failing test, by a coverage threshold or a tear-down, and that is not to be lost.
    failed: failed === 0 && jest.code !== 0 ? 1 : failed,
    skipped: results.numPendingTests + results.numTodoTests,
  };
}

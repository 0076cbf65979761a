/**
 * npm run check: the fast gate before a commit. Formatting, types, build, lint, layering, dead code and unit tests, two at
 * a time; a line for each, and the output of those that failed. Names choose: `npm run check -- lint types`.
 */
import { runProgram, type ProgramResult } from './support/run-program.ts';

interface Step {
  name: string;
  run: () => Promise<ProgramResult>;
}

/** The longest first. It takes both cores, and the other lane goes through the rest meanwhile. */
const steps: readonly Step[] = [
  {
    name: 'unit',
    run: () =>
      runProgram('jest/bin/jest.js', ['--selectProjects', 'unit', '--maxWorkers=2'], {
        nodeFlags: ['--experimental-vm-modules'],
      }),
  },
  { name: 'lint', run: () => runProgram('eslint/bin/eslint.js', ['.']) },
  {
    name: 'build',
    run: () =>
      runProgram('turbo/bin/turbo', [
        'run',
        'build',
        '--concurrency=1',
        '--output-logs=errors-only',
        '--no-update-notifier',
      ]),
  },
  { name: 'types', run: () => runProgram('typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.test.json']) },
  {
    name: 'layers',
    run: () =>
      runProgram('dependency-cruiser/bin/dependency-cruise.mjs', ['libs', 'services', 'deploy', 'test', '--config']),
  },
  { name: 'unused', run: () => runProgram('knip/bin/knip.js', ['--no-config-hints', '--no-progress']) },
  { name: 'format', run: () => runProgram('prettier/bin/prettier.cjs', ['--check', '.']) },
];
const lanes = 2;

const chosen = process.argv.slice(2);
if (chosen.includes('--help')) {
  process.stdout.write(
    `npm run check -- [steps]: all of ${steps.map(({ name }) => name).join(', ')}, or those that are named.\n`,
  );
  process.exit(0);
}
const unknown = chosen.find((name) => !steps.some((step) => step.name === name));
if (unknown !== undefined) {
  process.stderr.write(`There is no step '${unknown}'; the steps are ${steps.map(({ name }) => name).join(', ')}.\n`);
  process.exit(2);
}

const start = performance.now();
const queue = steps.filter(({ name }) => chosen.length === 0 || chosen.includes(name));
const failures: { name: string; output: string }[] = [];
await Promise.all(Array.from({ length: lanes }, runLane));
for (const { name, output } of failures) process.stdout.write(`\n${name}\n${output.trim()}\n`);
const verdict = failures.length === 0 ? 'All is well' : `Failed: ${failures.map(({ name }) => name).join(', ')}`;
process.stdout.write(`\n${verdict} (${secondsSince(start)} s).\n`);
process.exitCode = failures.length === 0 ? 0 : 1;

async function runLane(): Promise<void> {
  for (let step = queue.shift(); step !== undefined; step = queue.shift()) {
    const began = performance.now();
    const { code, output } = await step.run();
    process.stdout.write(
      `${code === 0 ? 'ok    ' : 'FAILED'}  ${step.name.padEnd(8)} ${secondsSince(began).padStart(6)} s\n`,
    );
    if (code !== 0) failures.push({ name: step.name, output });
  }
}

function secondsSince(moment: number): string {
  return ((performance.now() - moment) / 1000).toFixed(1);
}

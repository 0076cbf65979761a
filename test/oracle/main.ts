import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { Batch } from './child.ts';
import type { Comparison } from './comparison.ts';
import { progressLine, reportLines } from './report.ts';
import { addTally, emptyTally } from './tally.ts';

const usage = `Compares the engine with the oracle over random definitions and histories until the time is up, or they differ.

  npm run test:oracle [-- --minutes 1] [--seed N] [--histories 20] [--workers 2]

  --seed       which questions are asked; a failure says with which seed it comes again at once
  --histories  how many one seed stands for
  --workers    how many threads ask; as many as there are cores by default

Exit 0 when they always agreed, 1 with the smallest case found when they did not.
`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string' },
    histories: { type: 'string', default: '20' },
    workers: { type: 'string', default: String(availableParallelism()) },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}

const begun = Date.now();
const until = begun + Number(values.minutes) * 60_000;
const tally = emptyTally();
const failures: string[] = [];
let nextSeed = values.seed === undefined ? begun % 1_000_000 : Number(values.seed);

/** Gives a thread batch after batch, until the time is up or any of them has found a difference. */
async function ask(): Promise<void> {
  const worker = new Worker(new URL('child.ts', import.meta.url));
  do {
    const batch: Batch = { seed: nextSeed++, histories: Number(values.histories) };
    worker.postMessage(batch);
    const [compared] = (await once(worker, 'message')) as [Comparison];
    addTally(tally, compared.tally);
    if (compared.failure !== undefined) failures.push(compared.failure);
  } while (failures.length === 0 && Date.now() < until);
  await worker.terminate();
}

const seconds = (): number => Math.round((Date.now() - begun) / 1000);
console.log(`seed ${nextSeed}, ${values.workers} threads`);
const progress = setInterval(() => console.log(progressLine(tally, seconds())), 10_000);
await Promise.all(Array.from({ length: Number(values.workers) }, ask));
clearInterval(progress);
console.log(progressLine(tally, seconds()));
for (const line of reportLines(tally)) console.log(line);
for (const failure of failures) console.log(`\n${failure}`);
process.exitCode = failures.length === 0 ? 0 : 1;

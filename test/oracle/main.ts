import { parseArgs } from 'node:util';
import { compare, type Tally } from './comparison.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string' },
    batch: { type: 'string', default: '100' },
  },
});
const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
const until = Date.now() + Number(values.minutes) * 60_000;

const sum: Tally = {
  cases: 0,
  transitions: 0,
  byTime: 0,
  wakeUps: 0,
  usefulWakeUps: 0,
  unforeseen: 0,
  refusals: new Map(),
};
let failure: string | undefined;
let batch = 0;
console.log(`seed ${seed}`);
while (failure === undefined && Date.now() < until) {
  const compared = compare(seed + batch, Number(values.batch));
  failure = compared.failure;
  batch += 1;
  for (const key of ['cases', 'transitions', 'byTime', 'wakeUps', 'usefulWakeUps', 'unforeseen'] as const)
    sum[key] += compared.tally[key];
  for (const [reason, times] of compared.tally.refusals)
    sum.refusals.set(reason, (sum.refusals.get(reason) ?? 0) + times);
}

console.log(`${sum.cases} cases, ${sum.transitions} transitions, ${sum.byTime} of them by time alone`);
console.log(`${sum.wakeUps} wake-ups for ${sum.usefulWakeUps} instants of change`);
if (sum.unforeseen > 0) console.log(`${sum.unforeseen} flips lay between the oracle's candidates`);
for (const [reason, times] of [...sum.refusals].sort((left, right) => right[1] - left[1]).slice(0, 40))
  console.log(`refused ${times} times: ${reason}`);
if (failure !== undefined) {
  console.log(failure);
  process.exitCode = 1;
}

import { parseArgs } from 'node:util';
import { compareZone, everyRun, type Extent, respects } from './comparisons.ts';
import { zoneNames } from './zones.ts';

const usage = `Compares the engine's calendar with that of Temporal, at every change of the clocks and at random besides.

  --quick          what the unit tests compare: durations in turn instead of each, the same instants every time
  --only NAMES     some of ${respects.join(', ')}, with commas between them (default: all)
  --zones NAMES    with commas between them; all: every one that Intl knows (default: ${zoneNames.length} odd ones)
  --from YEAR      default ${everyRun.from}
  --to YEAR        included; default ${everyRun.to}
  --seed N         of the random instants; printed

Exit 0 when they agree, 1 when they do not.
`;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: respects.join() },
    zones: { type: 'string', default: zoneNames.join() },
    from: { type: 'string', default: String(everyRun.from) },
    to: { type: 'string', default: String(everyRun.to) },
    seed: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}

const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
const thorough: Extent = { from: Number(values.from), to: Number(values.to), seed, instants: 1000, durations: 25 };
const extent = values.quick ? everyRun : thorough;
const zones = values.zones === 'all' ? Intl.supportedValuesOf('timeZone') : values.zones.split(',');
const chosen = values.only.split(',').map((name) => {
  const known = respects.find((one) => one === name);
  if (known === undefined) throw new Error(`--only ${name}: there are ${respects.join(', ')}`);
  return known;
});

process.stdout.write(`${zones.length} zones from ${extent.from} through ${extent.to}, seed ${extent.seed}\n`);
for (const name of chosen) {
  let checks = 0;
  const differences: string[] = [];
  for (const zone of zones) {
    const agreement = compareZone(name, zone, extent);
    checks += agreement.checks;
    differences.push(...agreement.differences);
  }
  process.stdout.write(
    `${name}: ${checks} checks, ${differences.length === 0 ? 'no' : differences.length} differences\n`,
  );
  for (const difference of differences.slice(0, 20)) process.stdout.write(`  ${difference}\n`);
  if (differences.length > 0) process.exitCode = 1;
}

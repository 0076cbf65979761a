import { suggest } from '@weir/engine';
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

/** Ends the program with 2 when an option cannot be meant. */
function refuse(problem: string): never {
  process.stderr.write(`${problem} (--help says more)\n`);
  process.exit(2);
}

function readNumber(name: 'from' | 'to' | 'seed', text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : refuse(`--${name} ${text} is not a whole number`);
}

function readNames<Name extends string>(option: string, text: string, known: readonly Name[]): readonly Name[] {
  return text.split(',').map((name) => {
    const near = suggest(name, known);
    const hint = near === undefined ? '' : `; did you mean ${near}?`;
    return known.find((one) => one === name) ?? refuse(`--${option}: ${name} is not known${hint}`);
  });
}

const seed = readNumber('seed', values.seed ?? String(Date.now() % 1_000_000));
const [from, to] = [readNumber('from', values.from), readNumber('to', values.to)];
const extent: Extent = values.quick ? everyRun : { from, to, seed, instants: 1000, durations: 25 };
const all = [...new Set([...Intl.supportedValuesOf('timeZone'), ...zoneNames])];
const zones = values.zones === 'all' ? all : readNames('zones', values.zones, all);
const chosen = readNames('only', values.only, respects);

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

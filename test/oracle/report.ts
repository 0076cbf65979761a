import { type Counts, type Tally, type WakeUps } from './tally.ts';

const inThousands = (value: number): string => value.toLocaleString('en-GB');

const mostFirst = (counts: Counts): [string, number][] =>
  Object.entries(counts).sort((left, right) => right[1] - left[1]);

const listed = (counts: Counts, separator = ', '): string =>
  mostFirst(counts)
    .map(([name, times]) => `${name} ${inThousands(times)}`)
    .join(separator);

function perChange({ asked, useful }: WakeUps): string {
  return `${inThousands(asked)} for ${inThousands(useful)} instants of change, ${(asked / useful).toFixed(2)} each`;
}

/** One line, to see that it goes on. */
export function progressLine(tally: Tally, seconds: number): string {
  const { checks, histories, transitions } = tally;
  const perSecond = Math.round(checks / Math.max(1, seconds));
  return `${seconds} s: ${inThousands(checks)} checks of ${inThousands(histories)} histories, ${inThousands(transitions)} transitions; ${inThousands(perSecond)} checks a second`;
}

/** The kinds of leaves that have the customer woken most often for nothing, where it is more often than one and a half times a change. */
function restlessKinds(tally: Tally): string[] {
  return Object.entries(tally.wakeUpsOfKinds)
    .filter(([, { asked, useful }]) => asked > 1.5 * useful)
    .sort(([, left], [, right]) => right.asked - right.useful - (left.asked - left.useful))
    .slice(0, 12)
    .map(([kind, wakeUps]) => `  ${kind}: ${perChange(wakeUps)}`);
}

function total(counts: Record<string, WakeUps>): WakeUps {
  const all = Object.values(counts);
  const add = (key: keyof WakeUps): number => all.reduce((sum, one) => sum + one[key], 0);
  return { asked: add('asked'), useful: add('useful') };
}

/** What was compared, in lines. */
export function reportLines(tally: Tally): string[] {
  const restless = restlessKinds(tally);
  return [
    `${inThousands(tally.checks)} checks, each of one definition over a whole history, of ${inThousands(tally.histories)} histories`,
    `${inThousands(tally.transitions)} transitions, ${inThousands(tally.byTime)} of them by time alone`,
    `wake-ups of a customer with all definitions: ${perChange(tally.wakeUps)}`,
    `wake-ups of a customer with a single leaf: ${perChange(total(tally.wakeUpsOfKinds))}`,
    ...(restless.length === 0 ? [] : ['of these, above 1.5 for a change:', ...restless]),
    `leaves: ${listed(tally.leaves)}`,
    `histories with: ${listed(tally.hardships, '; ')}`,
    `flips between the candidates of the oracle: ${tally.unforeseen}`,
    `definitions or catalogs refused: ${inThousands(Object.values(tally.refusals).reduce((sum, times) => sum + times, 0))}`,
    ...mostFirst(tally.refusals)
      .slice(0, 40)
      .map(([reason, times]) => `  ${times} times: ${reason}`),
  ];
}

import {
  addDuration,
  addUpByDay,
  dayWords,
  type ForeseenTransition,
  forecastCustomer,
  type Instant,
  parseDuration,
  type SegmentDay,
  timeWords,
  type Zone,
} from '@weir/engine';
import { customerOptions, readCustomers } from './customers.ts';
import { withInstants } from './instants.ts';
import { optionError } from './segments-error.ts';
import { type Answer, type Asked, jsonAnswer, type Subcommand } from './subcommand.ts';

const MAX_DAYS = 3660;

/** Who enters and leaves in the coming days if nobody does anything, added up per segment and day. */
export const forecast: Subcommand = {
  summary: 'entries and exits of the coming days if nobody does anything, per segment and day, or of one customer',
  options: {
    ...customerOptions,
    days: { type: 'string', help: `how many days ahead, up to ${MAX_DAYS}` },
  },
  needsDefinitions: true,
  run: async (asked: Asked): Promise<Answer> => {
    const days = readDays(asked.values['days']);
    const { catalog, states, at, zone, segmentIds } = await readCustomers(asked);
    const through = daysAfter(at, days, zone);
    const wanted = new Set(segmentIds);
    const foreseen = [...states.values()]
      .flatMap((state) => forecastCustomer(catalog, state, at, through))
      .filter(({ transition }) => wanted.has(transition.segmentId))
      .sort((a, b) => a.transition.effectiveAt - b.transition.effectiveAt);
    const sums = addUpByDay(foreseen);
    if (asked.isJson) return jsonAnswer(withInstants(dataOf(at, through, foreseen, sums)));
    const head = `From ${timeWords(at, zone)} through ${timeWords(through, zone)}, ${zone.id}, if nobody does anything:`;
    const isOfOne = typeof asked.values['customer'] === 'string';
    const lines = isOfOne ? foreseen.map((one) => lineOf(one, zone)) : sums.map(sumLine);
    return { output: [head, ...(lines.length === 0 ? ['nothing changes'] : lines)].join('\n'), exitCode: 0 };
  },
};

function readDays(text: unknown): number {
  if (typeof text !== 'string') throw optionError('forecast needs --days N');
  const days = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (days >= 1 && days <= MAX_DAYS) return days;
  throw optionError(`--days ${text} is not a whole number from 1 to ${MAX_DAYS}`);
}

/** On the account's calendar: the same time of the day. */
function daysAfter(at: Instant, days: number, zone: Zone): Instant {
  const length = parseDuration(`P${days}D`);
  if (length === undefined) throw new Error(`P${days}D is no duration`);
  return addDuration(at, length, zone);
}

function dataOf(
  from: Instant,
  through: Instant,
  foreseen: readonly ForeseenTransition[],
  sums: readonly SegmentDay[],
): unknown {
  return {
    from,
    through,
    days: sums.map((sum) => ({ ...sum, day: dayWords(sum.day) })),
    transitions: foreseen.map(({ transition: { type, customerId, segmentId, effectiveAt }, day }) => ({
      ...{ type, customerId, segmentId, effectiveAt },
      day: dayWords(day),
    })),
  };
}

function lineOf({ transition: { type, segmentId, effectiveAt } }: ForeseenTransition, zone: Zone): string {
  return `${timeWords(effectiveAt, zone)}  ${type === 'SegmentEntered' ? 'enters' : 'leaves'} ${segmentId}`;
}

function sumLine({ segmentId, day, entries, exits }: SegmentDay): string {
  const counts = [...(entries > 0 ? [`${entries} enter`] : []), ...(exits > 0 ? [`${exits} leave`] : [])];
  return `${dayWords(day)}  ${segmentId}: ${counts.join(', ')}`;
}

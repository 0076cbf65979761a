import { Temporal } from '@js-temporal/polyfill';
import { type EpochDay, findZone, type Instant, type Zone } from '@weir/engine';
import { Agreement } from './agreement.ts';
import { compareAhead } from './ahead.ts';
import { compareDays } from './days.ts';
import { instantsAround, leapDays, localTimesAround, monthEnds, randomInstants } from './moments.ts';
import { changesIn, compareOffsets } from './offsets.ts';
import { compareSumsFrom, compareSumsTo } from './sums.ts';
import { dateOf, epochDayOf, TemporalCalendar, transitionsOf } from './temporal-calendar.ts';
import { compareTimelines } from './timelines.ts';

/** Which years are compared, and how thoroughly. */
export interface Extent {
  readonly from: number;
  /** Included. */
  readonly to: number;
  readonly seed: number;
  /** Random instants per zone. */
  readonly instants: number;
  /** How many of the durations are added to each instant; they take turns. */
  readonly durations: number;
}

/** What every run of the tests compares: complete where clocks, months and leap years change, random besides. */
export const everyRun: Extent = { from: 2010, to: 2030, seed: 20_100_101, instants: 100, durations: 1 };

/** One zone as either side knows it. */
interface Compared {
  readonly zone: Zone;
  readonly calendar: TemporalCalendar;
  readonly changes: readonly Instant[];
  readonly ends: readonly Temporal.PlainDateTime[];
  readonly random: readonly Instant[];
  readonly extent: Extent;
}

function open(name: string, extent: Extent): Compared {
  const zone = findZone(name);
  if (zone === undefined) throw new Error(`the engine knows no zone ${name}`);
  const { from, to, seed, instants } = extent;
  return {
    zone,
    calendar: new TemporalCalendar(name),
    changes: transitionsOf(name, from, to),
    ends: monthEnds(from, to),
    random: randomInstants(seed + numberOf(name), instants, from, to),
    extent,
  };
}

/** Another one for another zone, so that each has instants of its own. */
function numberOf(name: string): number {
  return [...name].reduce((number, letter) => (number * 31 + letter.charCodeAt(0)) % 1_000_003, 0);
}

type Comparison = (compared: Compared, agreement: Agreement) => void;

/** The same changes of the clocks, no more and no fewer, and the same offsets. */
const offsets: Comparison = ({ zone, calendar, changes, random, extent }, agreement) => {
  const known = changesIn(zone, extent.from, extent.to);
  agreement.check(known.join(), changes.join(), () => `the changes of the clocks in ${calendar.zone}`);
  compareOffsets([...changes.flatMap((change) => [change - 1, change]), ...random], zone, calendar.zone, agreement);
};

/** Sums from around every change of the clocks and to it, to every month end, and from every leap day. */
const sums: Comparison = ({ zone, calendar, changes, ends, random, extent }, agreement) => {
  const comparison = { zone, calendar, agreement, each: extent.durations };
  compareSumsFrom([...changes.flatMap(instantsAround), ...random], comparison);
  compareSumsTo([...changes.flatMap((change) => localTimesAround(change, calendar)), ...ends], comparison);
  const leap = leapDays(extent.from, extent.to).map((local) => calendar.instantOf(local));
  compareSumsFrom(leap, comparison);
};

const days: Comparison = ({ zone, calendar, changes, random }, agreement) => {
  compareDays([...changes, ...random.slice(0, 20)], zone, calendar, agreement);
};

/** A month end in so many, another one for another zone. */
function someEnds({ ends, calendar, extent }: Compared): Instant[] {
  const every = Math.max(1, Math.floor(60 / extent.durations));
  const first = numberOf(calendar.zone) % every;
  return ends.filter((_, index) => index % every === first).map((local) => calendar.instantOf(local));
}

/** An instant beside each change of the clocks, at another distance from one to the next. */
function besideChanges(changes: readonly Instant[]): Instant[] {
  return changes.map((change, index) => {
    const instants = instantsAround(change);
    return instants[index % instants.length] as Instant;
  });
}

const leapDay = Date.UTC(1996, 1, 29) / 86_400_000;

/** Customers of beside the changes of the clocks, born on such a day eighteen years before, and any others, born on a leap day. */
const timelines: Comparison = (compared, agreement) => {
  const { calendar, changes, random } = compared;
  const birthday = (at: Instant): EpochDay => epochDayOf(dateOf(calendar.dayAt(at)).subtract({ years: 18 }));
  const facts = [
    ...besideChanges(changes).map((at) => ({ at, birthday: birthday(at) })),
    ...[...random.slice(0, 2), ...someEnds(compared)].map((at) => ({ at, birthday: leapDay })),
  ];
  compareTimelines(facts, calendar, agreement);
};

/** What lies ahead of the changes of the clocks, and what lies beside them. */
const ahead: Comparison = (compared, agreement) => {
  const { calendar, changes } = compared;
  const month = Temporal.Duration.from('P1M');
  const facts = besideChanges(changes).map((at, index) => (index % 3 === 0 ? calendar.plus(at, month) : at));
  compareAhead([...facts, ...someEnds(compared)], calendar, agreement);
};

const comparisons = { offsets, sums, days, timelines, ahead } as const;
export type Respect = keyof typeof comparisons;
export const respects = Object.keys(comparisons) as readonly Respect[];

/** Compares one zone in one respect. */
export function compareZone(respect: Respect, zone: string, extent: Extent): Agreement {
  const agreement = new Agreement();
  comparisons[respect](open(zone, extent), agreement);
  return agreement;
}

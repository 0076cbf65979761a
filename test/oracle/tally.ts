/** How often something was seen, by its name. */
export type Counts = Record<string, number>;

export interface WakeUps {
  /** How often the engine asked to be woken, where time passed due by due ... */
  asked: number;
  /** ... and how many of those times something had changed. */
  useful: number;
}

/** What a run of comparisons came to; plain data. */
export interface Tally {
  /** Definitions compared over a whole history: all their transitions, each with its instant, number and cause. */
  checks: number;
  histories: number;
  transitions: number;
  /** Transitions at an instant at which nothing arrived. */
  byTime: number;
  /** Of all definitions of a history together, in the half of the histories where time passes due by due. */
  wakeUps: WakeUps;
  /** Of definitions of one leaf each, alone, by the leaf's kind. */
  wakeUpsOfKinds: Record<string, WakeUps>;
  /** Flips that the oracle found between its candidates; each is a gap in candidates.ts, not in the engine. */
  unforeseen: number;
  /** The kinds of leaves compared. */
  leaves: Counts;
  /** Histories by what makes them hard. */
  hardships: Counts;
  /** Why the engine refused definitions or catalogs. */
  refusals: Counts;
}

export function emptyTally(): Tally {
  return {
    checks: 0,
    histories: 0,
    transitions: 0,
    byTime: 0,
    wakeUps: { asked: 0, useful: 0 },
    wakeUpsOfKinds: {},
    unforeseen: 0,
    leaves: {},
    hardships: {},
    refusals: {},
  };
}

export function count(counts: Counts, name: string, times = 1): void {
  counts[name] = (counts[name] ?? 0) + times;
}

export function addWakeUps(sum: WakeUps, more: WakeUps): void {
  sum.asked += more.asked;
  sum.useful += more.useful;
}

export function countWakeUps(counts: Record<string, WakeUps>, name: string, more: WakeUps): void {
  const sum = (counts[name] ??= { asked: 0, useful: 0 });
  addWakeUps(sum, more);
}

export function addTally(sum: Tally, more: Tally): void {
  for (const key of ['checks', 'histories', 'transitions', 'byTime', 'unforeseen'] as const) sum[key] += more[key];
  addWakeUps(sum.wakeUps, more.wakeUps);
  for (const [kind, wakeUps] of Object.entries(more.wakeUpsOfKinds)) countWakeUps(sum.wakeUpsOfKinds, kind, wakeUps);
  for (const key of ['leaves', 'hardships', 'refusals'] as const)
    for (const [name, times] of Object.entries(more[key])) count(sum[key], name, times);
}

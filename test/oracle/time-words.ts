import { asList, asObject, asText, isObject, type Json, type JsonObject, type SegmentDocument } from './document.ts';

/** Which facts a leaf looks at. */
export type FactSource = 'orders' | 'profile' | 'activities' | 'messages' | 'conduct' | 'entries';

/** What in a leaf makes time matter. */
export interface TimeWords {
  readonly sources: readonly FactSource[];
  /** Of orders: which timestamp counts. */
  readonly timestamp: string;
  readonly durations: readonly string[];
  /** Durations counted from now, whose flips lie before the fact. */
  readonly ahead: readonly string[];
  /** Names of calendar periods. */
  readonly periods: readonly string[];
  /** Durations around an anniversary; undefined when none is looked at. */
  readonly around: readonly string[] | undefined;
  /** Limits of numbers of days. */
  readonly dayLimits: readonly number[];
  /** Segments referred to. */
  readonly references: readonly string[];
}

const sourcesOfLeaf: Readonly<Record<string, readonly FactSource[]>> = {
  orders: ['orders'],
  rfm: ['orders'],
  customer: ['profile'],
  loyalty: ['profile'],
  activity: ['activities'],
  sequence: ['conduct'],
  messages: ['messages'],
  segment: ['entries'],
  notSegment: ['entries'],
  inSegmentFor: ['entries'],
  enteredSegment: ['entries'],
};

function numbersIn(value: Json): number[] {
  if (typeof value === 'number') return [value];
  return isObject(value) || Array.isArray(value) ? Object.values(value).flatMap(numbersIn) : [];
}

/** The segment that a leaf refers to. */
function referencesOf(name: string, argument: Json): string[] {
  if (name === 'segment' || name === 'notSegment') return [asText(argument)];
  if (name === 'inSegmentFor' || name === 'enteredSegment') return [asText(asObject(argument)['id'])];
  return [];
}

function readLeaf(name: string, argument: Json): TimeWords {
  const durations = new Set<string>();
  const ahead = new Set<string>();
  const periods = new Set<string>();
  const around = new Set<string>();
  const dayLimits: number[] = [];
  let isRecurring = false;
  let sources = sourcesOfLeaf[name] ?? [];
  const visit = (value: Json, key: string): void => {
    if (typeof value === 'string' && /^P[\dT]/.test(value)) {
      if (key === 'inNext' || key === 'moreThanAhead') ahead.add(value);
      durations.add(value);
    }
    if (key === 'calendar') periods.add(asText(value));
    if (key === 'daysSinceLast' || key === 'days') dayLimits.push(...numbersIn(value));
    if (key === 'since') sources = [...sources, 'profile'];
    if (key === 'anniversary' || key === 'age') isRecurring = true;
    if (key === 'anniversary') for (const duration of Object.values(asObject(value))) around.add(asText(duration));
    if (typeof value !== 'object' || value === null) return;
    for (const [inner, child] of Object.entries(value)) visit(child, Array.isArray(value) ? key : inner);
  };
  visit(argument, name);
  return {
    sources,
    timestamp: isObject(argument) && argument['at'] !== undefined ? asText(argument['at']) : 'created',
    durations: [...durations],
    ahead: [...ahead],
    periods: [...periods],
    around: isRecurring ? [...around] : undefined,
    dayLimits,
    references: referencesOf(name, argument),
  };
}

function partsOf(name: string, argument: Json): readonly Json[] | undefined {
  if (name === 'all' || name === 'any' || name === 'none') return asList(argument);
  if (name === 'not') return [argument];
  if (name === 'atLeast') return asList(asObject(argument)['of']);
  return undefined;
}

/** The leaves of a condition, by the names that they have in it. */
export function leavesOf(condition: JsonObject): (readonly [name: string, argument: Json])[] {
  return Object.entries(condition).flatMap(([name, argument]) => {
    const parts = partsOf(name, argument);
    return parts === undefined ? [[name, argument] as const] : parts.flatMap((part) => leavesOf(asObject(part)));
  });
}

const known = new WeakMap<SegmentDocument, readonly TimeWords[]>();

/** One entry per leaf. */
export function timeWordsOf(document: SegmentDocument): readonly TimeWords[] {
  const words = known.get(document) ?? leavesOf(document.when).map(([name, argument]) => readLeaf(name, argument));
  known.set(document, words);
  return words;
}

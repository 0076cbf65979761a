import { type Case } from './case.ts';
import { isObject, type Json, type JsonObject, type SegmentDocument } from './document.ts';
import { type Arrival } from './history.ts';
import { timeWordsOf } from './time-words.ts';

/** Every list that lacks one of its elements. */
function withoutOne<T>(list: readonly T[]): T[][] {
  return list.map((_, index) => list.filter((_one, other) => other !== index));
}

function replaceAt<T>(list: readonly T[], index: number, value: T): T[] {
  return list.map((one, other) => (other === index ? value : one));
}

/** Conditions that are simpler than this one: its parts, and itself with less in it. */
function* simplerConditions(condition: JsonObject): Generator<JsonObject> {
  for (const [name, argument] of Object.entries(condition)) {
    const parts = isObject(argument) ? (name === 'not' ? [argument] : argument['of']) : argument;
    if (!Array.isArray(parts) || !parts.every(isObject)) continue;
    yield* parts;
    const rebuild = (of: readonly Json[]): JsonObject =>
      name === 'not'
        ? { not: of[0] as Json }
        : { [name]: isObject(argument) ? { k: Math.min(of.length, Number(argument['k'])), of } : of };
    if (parts.length > 1) for (const fewer of withoutOne(parts)) yield rebuild(fewer);
    for (const [index, part] of parts.entries())
      for (const simpler of simplerConditions(part)) yield rebuild(replaceAt(parts, index, simpler));
  }
  yield* withFewerKeys(condition);
}

/** A mapping without one of its keys, here or further down. */
function* withFewerKeys(object: JsonObject): Generator<JsonObject> {
  for (const [name, value] of Object.entries(object)) {
    const { [name]: _dropped, ...rest } = object;
    if (Object.keys(rest).length > 0) yield rest;
    if (isObject(value)) for (const fewer of withFewerKeys(value)) yield { ...object, [name]: fewer };
  }
}

function* simplerDocuments(document: SegmentDocument): Generator<SegmentDocument> {
  const { timeZone, ...zoneless } = document;
  if (timeZone !== undefined) yield zoneless;
  const { kind, asOf: _asOf, ...dynamic } = document;
  if (kind === 'static') yield dynamic;
  for (const when of simplerConditions(document.when)) yield { ...document, when };
}

/** Everything that may be null or empty, one after the other. */
function* withLessTold<T extends object>(fact: T): Generator<T> {
  for (const [name, value] of Object.entries(fact) as [string, unknown][]) {
    if (Array.isArray(value) && value.length > 0) yield { ...fact, [name]: [] };
    if (['custom', 'consents', 'properties'].includes(name) && Object.keys(value as object).length > 0)
      yield { ...fact, [name]: {} };
    if (nullable.has(name) && value !== null) yield { ...fact, [name]: null };
  }
}

const nullable = new Set(
  'firstName email phone sex birthday city country timeZone site source loyalty paidAt completedAt paymentType deliveryType promoCode'.split(
    ' ',
  ),
);

function* simplerArrivals(arrival: Arrival): Generator<Arrival> {
  if (arrival.kind === 'order')
    for (const order of withLessTold(arrival.event.order)) yield { ...arrival, event: { ...arrival.event, order } };
  if (arrival.kind === 'customer' && arrival.event.profile !== null)
    for (const profile of withLessTold(arrival.event.profile))
      yield { ...arrival, event: { ...arrival.event, profile } };
  if (arrival.kind === 'activity') for (const event of withLessTold(arrival.event)) yield { ...arrival, event };
}

/** The definitions without one that no other refers to. */
function fewerDocuments(documents: readonly SegmentDocument[]): SegmentDocument[][] {
  const referred = new Set(documents.flatMap(timeWordsOf).flatMap(({ references }) => references));
  return withoutOne(documents).filter((_, index) => !referred.has((documents[index] as SegmentDocument).id));
}

/** The same change of a document in both catalogs, so that what stayed the same still does. */
function withDocument(one: Case, before: SegmentDocument, after: SegmentDocument): Case {
  const swap = (documents: readonly SegmentDocument[]): SegmentDocument[] =>
    documents.map((document) => (document === before ? after : document));
  const change = one.change && { ...one.change, definitions: swap(one.change.definitions) };
  return { ...one, documents: swap(one.documents), change };
}

function* simplerCases(one: Case): Generator<Case> {
  const { documents, change, history, schedule } = one;
  const { arrivals } = history;
  if (change !== undefined) {
    yield { ...one, change: undefined };
    for (const definitions of fewerDocuments(change.definitions)) yield { ...one, change: { ...change, definitions } };
  }
  for (const fewer of fewerDocuments(documents)) yield { ...one, documents: fewer };
  for (const fewer of withoutOne(arrivals)) yield { ...one, history: { ...history, arrivals: fewer } };
  for (const fewer of withoutOne(schedule.pauses)) yield { ...one, schedule: { ...schedule, pauses: fewer } };
  for (const document of new Set([...documents, ...(change?.definitions ?? [])]))
    for (const simpler of simplerDocuments(document)) yield withDocument(one, document, simpler);
  for (const [index, arrival] of arrivals.entries())
    for (const simpler of simplerArrivals(arrival))
      yield { ...one, history: { ...history, arrivals: replaceAt(arrivals, index, simpler) } };
}

/** The case made smaller for as long as it stays as bad. */
export function shrink(one: Case, isAsBad: (one: Case) => boolean): { smallest: Case; steps: number } {
  let smallest = one;
  let steps = 0;
  for (let next: Case | undefined = one; next !== undefined; steps += 1) {
    smallest = next;
    next = undefined;
    for (const simpler of simplerCases(smallest)) {
      if (!isAsBad(simpler)) continue;
      next = simpler;
      break;
    }
  }
  return { smallest, steps: steps - 1 };
}

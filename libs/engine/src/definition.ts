import { type Condition, leavesOf } from './condition.ts';
import { readTimePoint, type TimePoint } from './literal.ts';
import { parseCondition } from './parse-condition.ts';
import { type Problem, Reader, show } from './reading.ts';
import { isSegmentId } from './segment-id.ts';
import { suggest } from './suggestion.ts';
import { findZone } from './zone.ts';

/** What a segment's author wrote, checked. Plain data. */
export interface SegmentDefinition {
  readonly id: string;
  readonly name: string;
  /** IANA, or `customer` for each customer's own; null: the account's. */
  readonly timeZone: string | null;
  /** Static: a list of customers, or those who met the condition once; nothing that happens later can change it. */
  readonly kind: 'dynamic' | 'static';
  /** Of a static segment, when its condition is to be met; null: when the definition is adopted. */
  readonly asOf: TimePoint | null;
  readonly when: Condition;
  readonly version: number;
}

export type ParsedSegment =
  | { readonly ok: true; readonly definition: SegmentDefinition }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export const MAX_LEAVES = 100;
export const MAX_NAME_LENGTH = 200;
const keys = ['id', 'name', 'description', 'version', 'timeZone', 'kind', 'asOf', 'when'];

/** Reads a segment document (already parsed from YAML or JSON), or tells everything that is wrong with it. */
export function parseSegment(document: unknown): ParsedSegment {
  const problems: Problem[] = [];
  const reader = new Reader(problems);
  const entries = reader.shape(document, 'a segment: an object with id, name and when', keys);
  if (entries === undefined) return { ok: false, problems };
  const id = readId(entries.get('id'), reader.at('id'));
  const name = readName(entries.get('name'), reader.at('name'));
  const timeZone = entries.has('timeZone') ? readTimeZone(entries.get('timeZone'), reader.at('timeZone')) : null;
  const version = entries.has('version') ? readVersion(entries.get('version'), reader.at('version')) : 1;
  const kind = entries.has('kind')
    ? reader.at('kind').word(entries.get('kind'), ['dynamic', 'static'] as const)
    : 'dynamic';
  if (entries.has('description') && typeof entries.get('description') !== 'string') {
    reader.at('description').fail(`${show(entries.get('description'))} is not text`);
  }
  const when = readWhen(entries.get('when'), reader.at('when'));
  const asOf = entries.has('asOf') ? readTimePoint(entries.get('asOf'), reader.at('asOf'), 'asOf') : null;
  if (asOf != null) checkAsOf(asOf, { kind, timeZone, when }, reader.at('asOf'));
  if (
    problems.length > 0 ||
    !id ||
    !name ||
    timeZone === undefined ||
    !kind ||
    asOf === undefined ||
    !when ||
    !version
  ) {
    return { ok: false, problems };
  }
  return { ok: true, definition: { id, name, timeZone, kind, asOf, when, version } };
}

/** A list of ids is fixed by itself; all else that is static is decided once for each customer. */
export function isDecidedOnce({ kind, when }: Pick<SegmentDefinition, 'kind' | 'when'>): boolean {
  return kind === 'static' && leavesOf(when).some(({ leaf }) => leaf !== 'ids' && leaf !== 'bucket');
}

function readId(raw: unknown, reader: Reader): string | undefined {
  return isSegmentId(raw)
    ? raw
    : reader.fail(`${show(raw)} is not an id: up to 64 of a-z, 0-9 and -, such as chinese-tea`);
}

function readName(raw: unknown, reader: Reader): string | undefined {
  if (typeof raw !== 'string' || raw.trim() === '') return reader.fail(`${show(raw)} is not a name for people to read`);
  return raw.length <= MAX_NAME_LENGTH ? raw : reader.fail(`the name is longer than ${MAX_NAME_LENGTH} characters`);
}

function readTimeZone(raw: unknown, reader: Reader): string | undefined {
  if (typeof raw === 'string' && (raw === 'customer' || findZone(raw) !== undefined)) return raw;
  const near = typeof raw === 'string' ? suggest(raw, ['customer', ...Intl.supportedValuesOf('timeZone')]) : undefined;
  const hint = near === undefined ? ', such as Europe/Moscow' : `; did you mean ${near}?`;
  return reader.fail(`${show(raw)} is neither customer nor an IANA time zone${hint}`);
}

function readVersion(raw: unknown, reader: Reader): number | undefined {
  if (typeof raw === 'number' && Number.isSafeInteger(raw) && raw >= 1) return raw;
  return reader.fail(`${show(raw)} is not a version: a whole number from 1 on`);
}

/** It must be one instant for all customers, and of a condition that can be met at one and not at another. */
function checkAsOf(
  asOf: TimePoint,
  given: { readonly [Key in 'kind' | 'timeZone' | 'when']?: SegmentDefinition[Key] | undefined },
  reader: Reader,
): void {
  const { kind, timeZone, when } = given;
  if (kind === 'dynamic') reader.fail('asOf goes with kind: static; a dynamic segment is as of now');
  else if (kind && when && !isDecidedOnce({ kind, when }))
    reader.fail('asOf says nothing of a list of customers: remove it');
  if (timeZone === 'customer' && 'date' in asOf)
    reader.fail(
      'a date begins at another instant in each customer’s zone: give an instant, such as 2026-03-08T00:00:00+03:00',
    );
}

function readWhen(raw: unknown, reader: Reader): Condition | undefined {
  if (raw === undefined) return reader.fail('the condition is missing');
  const when = parseCondition(raw, reader);
  const count = when === undefined ? 0 : leavesOf(when).length;
  return count > MAX_LEAVES ? reader.fail(`${count} leaves are too many; the limit is ${MAX_LEAVES}`) : when;
}

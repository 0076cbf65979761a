import { type Condition, leavesOf } from './condition.ts';
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
  /** Static: a list of customers, which nothing they do can change. */
  readonly kind: 'dynamic' | 'static';
  readonly when: Condition;
  readonly version: number;
}

export type ParsedSegment =
  | { readonly ok: true; readonly definition: SegmentDefinition }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export const MAX_LEAVES = 100;
export const MAX_NAME_LENGTH = 200;
const keys = ['id', 'name', 'description', 'version', 'timeZone', 'kind', 'when'];

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
  if (kind === 'static' && when !== undefined) checkStatic(when, problems);
  if (problems.length > 0 || !id || !name || timeZone === undefined || !kind || !when || version === undefined) {
    return { ok: false, problems };
  }
  return { ok: true, definition: { id, name, timeZone, kind, when, version } };
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

/** A list of ids is fixed by itself; members fixed by what was true of them once would need to be remembered. */
function checkStatic(when: Condition, problems: Problem[]): void {
  for (const { leaf, path } of leavesOf(when)) {
    if (leaf === 'ids' || leaf === 'bucket') continue;
    const reason = `static segments of other conditions than ids and bucket are not supported yet; this is ${leaf}`;
    problems.push({ path, reason });
  }
}

function readWhen(raw: unknown, reader: Reader): Condition | undefined {
  if (raw === undefined) return reader.fail('the condition is missing');
  const when = parseCondition(raw, reader);
  const count = when === undefined ? 0 : leavesOf(when).length;
  return count > MAX_LEAVES ? reader.fail(`${count} leaves are too many; the limit is ${MAX_LEAVES}`) : when;
}

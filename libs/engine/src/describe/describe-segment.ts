import type { AccountSettings } from '../account.ts';
import { isDecidedOnce, type SegmentDefinition } from '../definition.ts';
import { dateWords, instantWords } from './quantity-words.ts';
import { type Note, type Setting, zoneWords } from './setting.ts';
import { type Statement, statementOf } from './statement.ts';

export interface DescribeOptions {
  /** What segments are called, by id; a segment that is not among them is called by its id. */
  readonly names?: ReadonlyMap<string, string>;
}

/**
 * What the author of a segment should read before saving it: one sentence, or a sentence with a list, of who is in it, with every
 * boundary written out. Lines of a list begin with "- ", nested ones after two spaces.
 */
export function describeSegment(
  definition: SegmentDefinition,
  account: AccountSettings,
  { names = new Map() }: DescribeOptions = {},
): string {
  const { when, timeZone } = definition;
  const zone = zoneWords(timeZone ?? account.timeZone);
  const once = new Once(account, names, zone, false);
  const statement = statementOf(when, once);
  const isRepeated = once.notes.length > countOfOne;
  const setting = isRepeated ? new Once(account, names, zone, true) : once;
  const said = isRepeated ? statementOf(when, setting) : statement;
  return sentence(startOf(definition, zone), said, headNotes(setting, zone));
}

/** Notes that stand in one clause alone stay in it; what several clauses would say is said once, at the head. */
const countOfOne = 1;

class Once implements Setting {
  readonly account: AccountSettings;
  readonly notes: Note[] = [];
  readonly isHoisted: boolean;
  hasOrders = false;
  readonly #names: ReadonlyMap<string, string>;
  readonly #zone: string;

  constructor(account: AccountSettings, names: ReadonlyMap<string, string>, zone: string, isHoisted: boolean) {
    this.account = account;
    this.isHoisted = isHoisted;
    this.#names = names;
    this.#zone = zone;
  }

  readonly nameOf = (segmentId: string): string => this.#names.get(segmentId) ?? segmentId;

  note(note: Note): string {
    this.notes.push(note);
    if (this.isHoisted) return '';
    return note.kind === 'zone' ? ` (in ${this.#zone})` : ` (counted forward from ${note.from}, in ${this.#zone})`;
  }

  leavesOutCancelled(): void {
    this.hasOrders = true;
  }
}

function headNotes({ notes, isHoisted, hasOrders }: Once, zone: string): string[] {
  const origins = new Set(notes.flatMap((note) => (note.kind === 'forward' ? [originWords(note.from)] : [])));
  const [only] = origins;
  const from = origins.size === 1 ? only : 'the date in question';
  const time =
    origins.size === 0 ? `days are those of ${zone}` : `days and months are counted forward from ${from}, in ${zone}`;
  return [...(isHoisted ? [time] : []), ...(hasOrders ? ['cancelled and returned orders do not count'] : [])];
}

/** Of any order, or of the only one, it is counted from the order. */
function originWords(from: string): string {
  if (from === 'it') return 'the order';
  return from === 'that moment' ? 'the date in question' : from.replace(/^each /, 'the ');
}

function startOf(definition: SegmentDefinition, zone: string): string {
  if (!isDecidedOnce(definition)) return 'Customers are in this segment while';
  const { asOf } = definition;
  const time =
    asOf === null
      ? 'when it comes into force'
      : 'instant' in asOf
        ? `on ${instantWords(asOf.instant)}`
        : `at the start of ${dateWords(asOf.date)} in ${zone}`;
  return `Customers are in this segment for good if, ${time},`;
}

/** What a reader takes in at one go, in characters. */
const MAX_INLINE = 180;

function sentence(start: string, statement: Statement, notes: readonly string[]): string {
  const inline = inlineWords(statement);
  if (inline !== undefined && (statement.kind === 'clause' || inline.length <= MAX_INLINE)) {
    const commas = notes.length === 0 ? '' : `; ${notes.join('; ')}`;
    return `${start} ${inline}${commas}.`;
  }
  const brackets = notes.length === 0 ? '' : ` (${notes.join('; ')})`;
  return `${start} ${listHead(statement)}${brackets}:\n${listLines(statement, '').join('\n')}`;
}

/** Of a clause, or of two that are told in one breath. */
function inlineWords(statement: Statement): string | undefined {
  if (statement.kind === 'clause') return statement.text;
  const [first, second, ...rest] = statement.of;
  if (statement.kind === 'count' || first?.kind !== 'clause' || second?.kind !== 'clause' || rest.length > 0)
    return undefined;
  return statement.kind === 'all' ? `${first.text}, and ${second.text}` : `either ${first.text}, or ${second.text}`;
}

function listHead(statement: Statement): string {
  switch (statement.kind) {
    case 'clause':
      return 'this holds';
    case 'all':
      return 'all of these hold';
    case 'any':
      return 'at least one of these holds';
    case 'count':
      return `${statement.words} of these hold`;
  }
}

function listLines(statement: Statement, indent: string): string[] {
  if (statement.kind === 'clause') return [`${indent}- ${statement.text}`];
  return statement.of.flatMap((part) => {
    const inline = inlineWords(part);
    if (inline !== undefined) return [`${indent}- ${inline}`];
    return [`${indent}- ${listHead(part)}:`, ...listLines(part, `${indent}  `)];
  });
}

import { suggest } from './suggestion.ts';

/** What is wrong with a definition, where, and what would be right. */
export interface Problem {
  /** Such as `when.all[0].orders.last`; empty for the document as a whole. */
  readonly path: string;
  readonly reason: string;
}

/** A definition cannot be wrong in more ways than anyone would read. */
const MAX_PROBLEMS = 1000;

/** A place in a document, where what is found wrong is noted; reading goes on, so that all problems are told at once. */
export class Reader {
  readonly path: string;
  readonly #problems: Problem[];
  readonly #key: string;
  readonly #names: Readonly<Record<string, string>>;

  constructor(problems: Problem[], path = '', key = path, names: Readonly<Record<string, string>> = {}) {
    this.#problems = problems;
    this.path = path;
    this.#key = key;
    this.#names = names;
  }

  at(key: string | number): Reader {
    if (typeof key === 'number') return new Reader(this.#problems, `${this.path}[${key}]`, String(key));
    const name = Object.hasOwn(this.#names, key) ? (this.#names[key] ?? key) : key;
    return new Reader(this.#problems, this.path === '' ? name : `${this.path}.${name}`, name);
  }

  /** The same place, for a parser that knows its keys by other names than the document, which are given by the parser's. */
  calling(names: Readonly<Record<string, string>>): Reader {
    return new Reader(this.#problems, this.path, this.#key, names);
  }

  /** Notes a problem here; returns undefined so that a parser can return it. */
  fail(reason: string): undefined {
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push({ path: this.path, reason });
    return undefined;
  }

  /** The entries of an object, in their order. */
  object(value: unknown, what: string): ReadonlyMap<string, unknown> | undefined {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return this.fail(`${show(value)} is not ${what}`);
    }
    return new Map(Object.entries(value));
  }

  /** Like `object`, and refuses every key but the allowed ones. */
  shape(value: unknown, what: string, allowed: readonly string[]): ReadonlyMap<string, unknown> | undefined {
    const entries = this.object(value, what);
    for (const key of entries?.keys() ?? []) if (!allowed.includes(key)) this.at(key).unknown(allowed);
    return entries;
  }

  /** The key of this place is none of the allowed ones. */
  unknown(allowed: readonly string[]): undefined {
    return this.fail(`${show(this.#key)} is not known here; ${didYouMean(this.#key, allowed)}`);
  }

  list(value: unknown, what: string, max: number): readonly unknown[] | undefined {
    if (!Array.isArray(value)) return this.fail(`${show(value)} is not a list of ${what}`);
    if (value.length === 0) return this.fail(`the list of ${what} is empty; give at least one`);
    if (value.length > max) return this.fail(`${value.length} ${what} are too many; the limit is ${max}`);
    return value as readonly unknown[];
  }

  /** One of a few words. */
  word<W extends string>(value: unknown, allowed: readonly W[]): W | undefined {
    if (allowed.includes(value as W)) return value as W;
    return this.fail(`${show(value)} is not allowed; ${didYouMean(value, allowed)}`);
  }
}

function didYouMean(found: unknown, allowed: readonly string[]): string {
  const near = typeof found === 'string' ? suggest(found, allowed) : undefined;
  const list = allowed.length <= 40 ? `allowed: ${allowed.join(', ')}` : `${allowed.length} names are allowed`;
  return near === undefined ? list : `did you mean ${near}? (${list})`;
}

/** A value from outside, short enough for one line. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (typeof value === 'string') return value === '' ? 'empty text' : shorten(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return 'an object';
}

export function shorten(text: string, max = 60): string {
  return text.length <= max ? text : `${text.slice(0, max - 1)}…`;
}

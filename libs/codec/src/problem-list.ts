export interface JsonProblem {
  /** Where, such as `order.items[0].amount`; empty for the value as a whole. */
  readonly field: string;
  /** What was found, what is allowed, and what was perhaps meant. */
  readonly reason: string;
}

/** A value that is wrong all over does not need all of it told. */
const problemsLimit = 100;

/** Collects what is wrong with a value while a walker goes through it. */
export class ProblemList {
  readonly problems: JsonProblem[] = [];
  /** How many keys the objects that the walker came through have. */
  keys = 0;
  private readonly path: (string | number)[] = [];

  /** The walker goes into a field, a map's entry or an array's item. */
  enter(step: string | number): void {
    this.path.push(step);
  }

  leave(): void {
    this.path.pop();
  }

  add(reason: string): undefined {
    if (this.problems.length < problemsLimit) this.problems.push({ field: pathText(this.path), reason });
    else if (this.problems.length === problemsLimit)
      this.problems.push({ field: '', reason: 'there are more problems' });
    return undefined;
  }

  addAt(step: string | number, reason: string): void {
    this.enter(step);
    this.add(reason);
    this.leave();
  }
}

function pathText(path: readonly (string | number)[]): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[A-Za-z_]\w*$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${quoted(step)}]`;
  }
  return text;
}

const longestQuote = 60;

/** The value as JSON, shortened, for people. */
export function quoted(value: unknown): string {
  const text = String(JSON.stringify(value));
  return text.length > longestQuote ? `${text.slice(0, longestQuote)}...` : text;
}

/** What was found, by kind: `the string "12"`, `an array`. */
export function found(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'number') return `the number ${value}`;
  return typeof value === 'object' ? 'an object' : `the ${typeof value} ${quoted(value)}`;
}

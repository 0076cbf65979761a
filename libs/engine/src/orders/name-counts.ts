import { fold } from '../text.ts';
import type { Match } from './selection.ts';
import type { Tally } from '../tracks/tally.ts';

/** How often each name, in the form in which texts are compared, stands in the matches inside the window. */
export class NameCounts implements Tally {
  readonly #counts = new Map<string, number>();
  readonly #namesOf: (match: Match) => readonly string[];

  constructor(namesOf: (match: Match) => readonly string[]) {
    this.#namesOf = namesOf;
  }

  get distinct(): number {
    return this.#counts.size;
  }

  add(match: Match): void {
    this.#change(match, 1);
  }

  remove(match: Match): void {
    this.#change(match, -1);
  }

  /** Empty text counts as missing. */
  #change(match: Match, by: 1 | -1): void {
    for (const name of this.#namesOf(match)) {
      if (name === '') continue;
      const key = fold(name);
      const count = (this.#counts.get(key) ?? 0) + by;
      if (count === 0) this.#counts.delete(key);
      else this.#counts.set(key, count);
    }
  }
}

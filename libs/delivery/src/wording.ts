import { suggest } from '@weir/engine';

const maxListed = 30;

/** `unknown key "emial"; did you mean "email"?`, or what is known when nothing is near. */
export function describeUnknown(what: string, word: string, known: readonly string[]): string {
  const shown = word.length > 64 ? `${word.slice(0, 64)}...` : word;
  const near = suggest(word, known);
  if (near !== undefined) return `unknown ${what} "${shown}"; did you mean "${near}"?`;
  if (known.length === 0) return `unknown ${what} "${shown}"; there is none`;
  return `unknown ${what} "${shown}"; known: ${known.slice(0, maxListed).join(', ')}${known.length > maxListed ? ', ...' : ''}`;
}

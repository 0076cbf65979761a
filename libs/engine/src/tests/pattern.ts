import { RE2JS, RE2JSSyntaxException } from 're2js';
import type { JsonSchema } from '../json-schema.ts';
import { type Reader, show } from '../reading.ts';
import { fold } from '../text.ts';
import { estimateSize, tokenize } from './pattern-tokens.ts';

const MAX_PATTERN_LENGTH = 1000;
/**
 * Together they bound one search. It visits each pair of an instruction and a place in the text at most once, and these are few enough
 * for the engine to keep them as bits of one small table; for more it would build automata, at a hundred times the price.
 */
export const MAX_INSTRUCTIONS = 250;
export const MAX_TEXT_LENGTH = 1000;
/** Four characters, and no more, can become one by folding. */
const MAX_UNFOLDED_LENGTH = 4 * MAX_TEXT_LENGTH;

export const patternSchema: JsonSchema = { type: 'string', minLength: 1, maxLength: MAX_PATTERN_LENGTH };

/** Patterns are RE2's, which takes time linear in the text whatever the pattern: no back-references, no look-around. */
export function readPattern(raw: unknown, reader: Reader, op: string): string | undefined {
  if (typeof raw !== 'string' || raw === '') return reader.fail(`${show(raw)} is not a pattern (${op})`);
  if (raw.length > MAX_PATTERN_LENGTH)
    return reader.fail(`the pattern is longer than ${MAX_PATTERN_LENGTH} characters (${op})`);
  try {
    const reason = whyTooLarge(raw);
    return reason === undefined ? raw : reader.fail(`${show(raw)} ${reason} (${op})`);
  } catch (error) {
    return reader.fail(`${show(raw)} is not an RE2 pattern: ${reasonOf(error, raw)} (${op})`);
  }
}

/** Compiles the pattern as it is written as well: its mistakes are its author's, and told in what its author wrote. */
function whyTooLarge(pattern: string): string | undefined {
  const tokens = tokenize(pattern);
  const isHopeless = estimateSize(tokens) > 10 * MAX_INSTRUCTIONS;
  if (!isHopeless) RE2JS.compile(pattern);
  const size = isHopeless ? undefined : foldedPattern(pattern).programSize();
  if (size !== undefined && size <= MAX_INSTRUCTIONS) return undefined;
  const found = size === undefined ? `far more than ${MAX_INSTRUCTIONS}` : `${size}`;
  return (
    `is too large: it compiles to ${found} instructions, and the limit is ${MAX_INSTRUCTIONS}; ` +
    'repeat fewer times ({0,30} counts as 30), or split it over several tests in any or all'
  );
}

function reasonOf(error: unknown, pattern: string): string {
  if (!(error instanceof RE2JSSyntaxException)) return error instanceof Error ? error.message : String(error);
  const place = error.getPattern();
  return !place || place === pattern ? error.getDescription() : `${error.getDescription()}: ${show(place)}`;
}

function foldedPattern(pattern: string): RE2JS {
  const folded = tokenize(pattern).map(({ text }) => text);
  return RE2JS.compile(folded.join(''), RE2JS.CASE_INSENSITIVE);
}

/**
 * Finds the pattern anywhere in the folded text, whatever the pattern's own case; `^` and `$` anchor it. A text that is longer than
 * the limit when folded matches nothing.
 */
export function compilePattern(pattern: string): (text: string) => boolean {
  const compiled = foldedPattern(pattern);
  return (text) => {
    if (text.length > MAX_UNFOLDED_LENGTH) return false;
    const folded = fold(text);
    return folded.length <= MAX_TEXT_LENGTH && compiled.matcher(folded).find();
  };
}

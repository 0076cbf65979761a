import { RE2JS } from 're2js';
import { type Reader, show } from '../reading.ts';
import { fold } from '../text.ts';

const MAX_PATTERN_LENGTH = 1000;

/** Patterns are RE2's, which takes time linear in the text whatever the pattern: no back-references, no look-around. */
export function readPattern(raw: unknown, reader: Reader, op: string): string | undefined {
  if (typeof raw !== 'string' || raw === '') return reader.fail(`${show(raw)} is not a pattern (${op})`);
  if (raw.length > MAX_PATTERN_LENGTH)
    return reader.fail(`the pattern is longer than ${MAX_PATTERN_LENGTH} characters (${op})`);
  try {
    compilePattern(raw);
    return raw;
  } catch (error) {
    return reader.fail(
      `${show(raw)} is not an RE2 pattern: ${error instanceof Error ? error.message : String(error)} (${op})`,
    );
  }
}

/** Finds the pattern anywhere in the folded text, whatever the pattern's own case; `^` and `$` anchor it. */
export function compilePattern(pattern: string): (text: string) => boolean {
  const compiled = RE2JS.compile(pattern.normalize('NFKC'), RE2JS.CASE_INSENSITIVE);
  return (text) => compiled.matcher(fold(text)).find();
}

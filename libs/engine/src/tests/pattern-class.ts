import { fold } from '../text.ts';
import { characterAt, escapeCharacters, joins, type PatternCharacter } from './pattern-character.ts';

/** Names of sets, which stand for characters and are none themselves: `[:alpha:]`, `\pL`, `\d`. */
const SET = /\[:\^?\w+:\]|\\[pP](?:\{[^}]*\}|[^])|\\[dDsSwW]/uy;

/**
 * Reads the class that begins at `start`, and says it anew for folded texts: `[Éß]` as `(?:[é]|ss)`. Of a range both ends are
 * folded where the whole block moves with them, as from wide letters to narrow ones; else it means the characters that folded texts have of it.
 *
 * @throws SyntaxError for what cannot be said: a negated class with a character that folding makes several of.
 */
export function readClass(pattern: string, start: number): { readonly text: string; readonly end: number } {
  const isNegated = pattern[start + 1] === '^';
  const first = start + (isNegated ? 2 : 1);
  const sequences: string[] = [];
  let body = '';
  let at = first;
  while (at < pattern.length && (pattern[at] !== ']' || at === first)) {
    SET.lastIndex = at;
    const set = SET.exec(pattern)?.[0];
    if (set !== undefined) {
      body += set;
      at += set.length;
      continue;
    }
    const member = readMember(pattern, at);
    at = member.end;
    body += member.body;
    if (member.sequence !== null) sequences.push(member.sequence);
    if (isNegated && member.sequence !== null) {
      throw new SyntaxError(`[^${member.sequence}] cannot be one character: texts are compared folded`);
    }
  }
  const text = `[${isNegated ? '^' : ''}${body}]`;
  const alternatives = [...(body === '' ? [] : [text]), ...sequences.map(escapeCharacters)];
  return { text: sequences.length === 0 ? text : `(?:${alternatives.join('|')})`, end: at + 1 };
}

interface Member {
  /** For between the brackets. */
  readonly body: string;
  /** What does not go between brackets, being several characters; null when it does. */
  readonly sequence: string | null;
  readonly end: number;
}

/** A character with the marks on it, or a range. */
function readMember(pattern: string, start: number): Member {
  const low = markedCharacterAt(pattern, start);
  const isRange = pattern[low.end] === '-' && low.end + 1 < pattern.length && pattern[low.end + 1] !== ']';
  if (isRange) {
    const high = markedCharacterAt(pattern, low.end + 1);
    return { body: rangeOf(low, high), sequence: null, end: high.end };
  }
  if (low.value === null) return { body: low.text, sequence: null, end: low.end };
  const folded = fold(low.value);
  return [...folded].length === 1
    ? { body: escapeCharacters(folded), sequence: null, end: low.end }
    : { body: '', sequence: folded, end: low.end };
}

function markedCharacterAt(pattern: string, start: number): PatternCharacter {
  let character = characterAt(pattern, start);
  while (character.value !== null && character.end < pattern.length) {
    const next = characterAt(pattern, character.end);
    if (next.value === null || !joins(character.value, next.value)) break;
    character = { text: character.text + next.text, value: character.value + next.value, end: next.end };
  }
  return character;
}

function rangeOf(low: PatternCharacter, high: PatternCharacter): string {
  const written = `${endOf(low)}-${endOf(high)}`;
  const [from, to] = [low.value ?? '', high.value ?? ''].map((end) => [...end].map(codeOf));
  const [foldedFrom, foldedTo] = [low.value ?? '', high.value ?? ''].map((end) => [...fold(end)].map(codeOf));
  const moves = [from, to, foldedFrom, foldedTo].every((codes) => codes?.length === 1);
  if (!moves) return written;
  const shift = (foldedFrom?.[0] ?? 0) - (from?.[0] ?? 0);
  if (shift === 0 || (foldedTo?.[0] ?? 0) - (to?.[0] ?? 0) !== shift) return written;
  return `${written}${escapeCharacters(fold(low.value ?? ''))}-${escapeCharacters(fold(high.value ?? ''))}`;
}

/** As written, with a letter and its mark as the one character that they are. */
function endOf({ text, value }: PatternCharacter): string {
  return value === null ? text : escapeCharacters(value.normalize('NFC'));
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

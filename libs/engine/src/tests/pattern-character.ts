import { fold } from '../text.ts';

/** One character of a pattern as its author wrote it. */
export interface PatternCharacter {
  readonly text: string;
  /** The character that it stands for; null for an escape of a control or a punctuation mark, which is left as it is. */
  readonly value: string | null;
  readonly end: number;
}

const CHARACTER =
  /\\x\{(?<long>[\dA-Fa-f]{1,6})\}|\\x(?<short>[\dA-Fa-f]{2})|\\(?<octal>0[0-7]{0,2}|[1-7][0-7]{1,2})|\\[^]|(?<plain>[^])/uy;
const MARK = /^\p{M}$/u;
const ASCII = /^[\u0000-\u007f]*$/;

/** The character at a place of the pattern that is not its end. */
export function characterAt(pattern: string, start: number): PatternCharacter {
  CHARACTER.lastIndex = start;
  const match = CHARACTER.exec(pattern);
  const text = match?.[0] ?? pattern.slice(start, start + 1);
  const { long, short, octal, plain } = match?.groups ?? {};
  const hex = long ?? short;
  const code = hex === undefined ? (octal === undefined ? undefined : parseInt(octal, 8)) : parseInt(hex, 16);
  const isCharacter = code !== undefined && code <= 0x10ffff;
  return { text, value: plain ?? (isCharacter ? String.fromCodePoint(code) : null), end: start + text.length };
}

/** Whether the character is part of the one before: a mark on it, or what folding makes one with it. */
export function joins(before: string, character: string): boolean {
  if (isAscii(character)) return false;
  return MARK.test(character) || fold(before + character) !== fold(before) + fold(character);
}

export function isAscii(text: string): boolean {
  return ASCII.test(text);
}

/** Each as `\x{61}`, which is no syntax wherever it stands. */
export function escapeCharacters(text: string): string {
  return [...text].map((character) => `\\x{${(character.codePointAt(0) ?? 0).toString(16)}}`).join('');
}

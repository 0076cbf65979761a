import { fold } from '../text.ts';
import { characterAt, escapeCharacters, isAscii, joins } from './pattern-character.ts';
import { readClass } from './pattern-class.ts';

/** A piece of a pattern. */
export type PatternToken =
  | { readonly kind: 'literal'; readonly text: string; readonly value: string }
  /** Repeats what stands before at most so many times; 1 when nothing is made several of, as by `*`. */
  | { readonly kind: 'repeat'; readonly text: string; readonly times: number }
  | { readonly kind: 'class' | 'open' | 'close' | 'bar' | 'other'; readonly text: string };

const SYNTAX =
  /(?<quote>\\Q(?<quoted>[^]*?)(?:\\E|$))|(?<set>\\[pP](?:\{[^}]*\}|[^]))|(?<flags>\(\?[imsU-]*\))|(?<open>\((?:\?(?:P?<\w*>|[imsU-]*:)?)?)|(?<close>\))|(?<bar>\|)|(?<repeat>[*+?]|\{(?<min>\d+)(?:,(?<max>\d*))?\})|(?<other>[.^$])/uy;

/**
 * The pieces of a pattern for folded texts. Folding is for its characters alone and never for its syntax: `ß` becomes two
 * characters, kept together for what repeats them, and `…` becomes three full stops, not three wildcards. Characters of ASCII stay as they are written.
 *
 * @throws SyntaxError for a class that cannot be said of folded texts, and for a flag that makes case matter.
 */
export function tokenize(pattern: string): readonly PatternToken[] {
  const tokens: PatternToken[] = [];
  for (let at = 0; at < pattern.length;) {
    SYNTAX.lastIndex = at;
    const groups = SYNTAX.exec(pattern)?.groups;
    if (groups !== undefined) {
      const read = syntaxTokens(groups);
      tokens.push(...read.tokens);
      at += read.length;
    } else if (pattern[at] === '[') {
      const { text, end } = readClass(pattern, at);
      tokens.push({ kind: 'class', text });
      at = end;
    } else {
      const { text, value, end } = characterAt(pattern, at);
      tokens.push(value === null ? { kind: 'other', text } : { kind: 'literal', text, value });
      at = end;
    }
  }
  return joinMarks(tokens).map(foldLiteral);
}

function syntaxTokens(groups: Readonly<Record<string, string | undefined>>): {
  readonly tokens: readonly PatternToken[];
  readonly length: number;
} {
  const { quote, quoted, repeat, min, max } = groups;
  if (quote !== undefined) {
    const literals = [...(quoted ?? '')].map(
      (value) => ({ kind: 'literal', text: escapeCharacters(value), value }) as const,
    );
    return { tokens: literals, length: quote.length };
  }
  if (repeat !== undefined) {
    const times = Math.max(Number(min ?? 1), Number(max ?? 1), 1);
    return { tokens: [{ kind: 'repeat', text: repeat, times }], length: repeat.length };
  }
  const flags = groups['open'] ?? groups['flags'] ?? '';
  if (/^\(\?[imsU]*-[msU]*i/.test(flags))
    throw new SyntaxError(`${flags} asks for upper or lower case, and texts are compared without it; leave the i out`);
  for (const kind of ['open', 'close', 'bar'] as const) {
    const text = groups[kind];
    if (text !== undefined) return { tokens: [{ kind, text }], length: text.length };
  }
  const text = groups['set'] ?? groups['flags'] ?? groups['other'] ?? '';
  return { tokens: [{ kind: 'other', text }], length: text.length };
}

function joinMarks(tokens: readonly PatternToken[]): readonly PatternToken[] {
  const joined: PatternToken[] = [];
  for (const token of tokens) {
    const before = joined.at(-1);
    if (token.kind !== 'literal' || before?.kind !== 'literal' || !joins(before.value, token.value)) joined.push(token);
    else joined.splice(-1, 1, { kind: 'literal', text: before.text + token.text, value: before.value + token.value });
  }
  return joined;
}

function foldLiteral(token: PatternToken): PatternToken {
  if (token.kind !== 'literal' || isAscii(token.value)) return token;
  const value = fold(token.value);
  const text = escapeCharacters(value);
  return { kind: 'literal', value, text: [...value].length === 1 ? text : `(?:${text})` };
}

/**
 * About how many instructions the pattern compiles to, told without compiling it: a kilobyte of pattern can ask for a million.
 * Alternatives with a common beginning need fewer.
 */
export function estimateSize(tokens: readonly PatternToken[]): number {
  const groups: { size: number; last: number }[] = [{ size: 0, last: 0 }];
  for (const token of tokens) {
    const group = groups.at(-1) as { size: number; last: number };
    if (token.kind === 'open') groups.push({ size: 0, last: 0 });
    else if (token.kind === 'close' && groups.length > 1) {
      groups.pop();
      add(groups.at(-1) as { size: number; last: number }, group.size);
    } else if (token.kind === 'repeat') add(group, group.last * (token.times - 1), group.last * token.times);
    else add(group, token.kind === 'literal' ? token.value.length : 1);
  }
  return groups.reduce((total, { size }) => total + size, 0);
}

function add(group: { size: number; last: number }, size: number, last = size): void {
  group.size += size;
  group.last = last;
}

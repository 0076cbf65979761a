import { quoted } from './problem-list.ts';
import type { Limits } from './schema-tree.ts';

/** Why this text may not stand in a field with these limits, or null when it may. */
export function textProblem(text: string, { minBytes, maxBytes, format }: Limits): string | null {
  if (text.length < minBytes) return `must not be empty`;
  // A UTF-16 unit takes at most three bytes of UTF-8: mostly there is no need to count.
  if (text.length * 3 > maxBytes && Buffer.byteLength(text) > maxBytes) {
    return `takes ${Buffer.byteLength(text)} bytes of UTF-8, at most ${maxBytes} are allowed`;
  }
  if (text.includes('\0')) return 'contains the character U+0000, which is not allowed';
  if (format === 'currency' && !isCurrency(text)) {
    return `${quoted(text)} is not an ISO 4217 code: three capital letters, such as EUR`;
  }
  return null;
}

function isCurrency(text: string): boolean {
  if (text.length !== 3) return false;
  for (let i = 0; i < 3; i++) if (text.charCodeAt(i) < 65 || text.charCodeAt(i) > 90) return false;
  return true;
}

/**
 * Integers as strings of one length, in base 36, so that comparing the strings by their bytes compares the numbers.
 * Defined for every safe integer; twelve characters: the sign, then eleven digits.
 */
const width = 11;
const offset = Number.MAX_SAFE_INTEGER;

export function encodeInteger(value: number): string {
  if (!Number.isSafeInteger(value)) throw new RangeError(`cannot order ${value}: it is not a safe integer`);
  const digits = (value < 0 ? value + offset : value).toString(36).padStart(width, '0');
  return (value < 0 ? '-' : '0') + digits;
}

export function decodeInteger(text: string): number {
  const magnitude = Number.parseInt(text.slice(1, width + 1), 36);
  return text.startsWith('-') ? magnitude - offset : magnitude;
}

/** How many characters `encodeInteger` writes. */
export const encodedIntegerLength = width + 1;

/**
 * The order of two strings by their UTF-8 bytes, which is the order of their code points. JavaScript's own order is that of
 * UTF-16 code units and differs where a surrogate (above U+FFFF) meets U+E000 to U+FFFF.
 */
export function compareKeys(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return rank(a) - rank(b);
  }
  return left.length - right.length;
}

/** Puts surrogates above every other code unit: they begin the four-byte sequences. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit <= 0xdfff ? unit + 0x2000 : unit - 0x800;
}

/** Above every key that begins with `prefix`, provided that the prefix ends in an ASCII character below DEL. */
export function afterPrefix(prefix: string): string {
  const last = prefix.length - 1;
  return prefix.slice(0, last) + String.fromCharCode(prefix.charCodeAt(last) + 1);
}

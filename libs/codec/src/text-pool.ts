/** Longer texts hardly ever recur. */
const longest = 40;
const slots = 8192;

const fnvBasis = 0x811c9dc5;
const fnvPrime = 0x01000193;

/**
 * Gives one string for equal bytes, or equal texts, that come again and again: statuses, currencies, categories, brands. Most texts of an event are such, and
 * events are kept, so every copy would be one more object for the garbage collector to move around.
 *
 * Each text has one place it can be in; a new one takes the place of whatever was there.
 */
export class TextPool {
  readonly #texts = new Array<string | undefined>(slots).fill(undefined);

  /** The text of UTF-8 bytes from `start` up to `end`. */
  read(bytes: Buffer, start: number, end: number): string {
    if (end - start > longest) return bytes.toString('utf8', start, end);
    let hash = fnvBasis;
    for (let position = start; position < end; position += 1) {
      const byte = bytes[position] as number;
      if (byte >= 0x80) return bytes.toString('utf8', start, end);
      hash = Math.imul(hash ^ byte, fnvPrime);
    }
    const slot = (hash ^ (hash >>> 15)) & (slots - 1);
    const known = this.#texts[slot];
    if (known !== undefined && isSame(known, bytes, start, end)) return known;
    return (this.#texts[slot] = bytes.toString('latin1', start, end));
  }

  /** The string that was first given for an equal text. */
  share(text: string): string {
    if (text.length > longest) return text;
    let hash = fnvBasis;
    for (let position = 0; position < text.length; position += 1)
      hash = Math.imul(hash ^ text.charCodeAt(position), fnvPrime);
    const slot = (hash ^ (hash >>> 15)) & (slots - 1);
    const known = this.#texts[slot];
    return known === text ? known : (this.#texts[slot] = text);
  }
}

function isSame(text: string, bytes: Buffer, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let position = start; position < end; position += 1) {
    if (text.charCodeAt(position - start) !== bytes[position]) return false;
  }
  return true;
}

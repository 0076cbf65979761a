import { compareKeys } from './keys.ts';

const chunkSize = 512;

/** A set of strings in `compareKeys` order: a list of short sorted lists, so that an insertion moves little. */
export class SortedKeys {
  #chunks: string[][] = [];

  add(key: string): void {
    const chunk = this.#chunks[this.#chunkOf(key)];
    if (chunk === undefined) {
      this.#chunks.push([key]);
      return;
    }
    const at = lowerBound(chunk, key);
    if (chunk[at] === key) return;
    chunk.splice(at, 0, key);
    if (chunk.length > chunkSize) this.#chunks.splice(this.#chunks.indexOf(chunk) + 1, 0, chunk.splice(chunkSize / 2));
  }

  delete(key: string): void {
    const index = this.#chunkOf(key);
    const chunk = this.#chunks[index];
    const at = chunk === undefined ? -1 : lowerBound(chunk, key);
    if (chunk?.[at] !== key) return;
    chunk.splice(at, 1);
    if (chunk.length === 0) this.#chunks.splice(index, 1);
  }

  clear(): void {
    this.#chunks = [];
  }

  /** The keys from `gte` on, in order. */
  *from(gte: string): Generator<string> {
    for (let index = this.#chunkOf(gte); index < this.#chunks.length; index += 1) {
      const chunk = this.#chunks[index] ?? [];
      for (let at = lowerBound(chunk, gte); at < chunk.length; at += 1) yield chunk[at] as string;
    }
  }

  /** The last chunk that does not begin above the key, or the first one. */
  #chunkOf(key: string): number {
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (compareKeys(this.#chunks[middle]?.[0] as string, key) <= 0) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function lowerBound(chunk: readonly string[], key: string): number {
  let low = 0;
  let high = chunk.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareKeys(chunk[middle] as string, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

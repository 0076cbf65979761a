import { type ByteReader, type ByteWriter } from './bytes.ts';

/**
 * Texts that recur within a chunk - categories, brands, statuses, names of activities - are written once and referred to afterwards:
 * 0 is null, 1 introduces the text that follows, n >= 2 is the text introduced (n - 2)th.
 */
export class TextTable {
  readonly #indexes = new Map<string, number>();
  readonly #texts: string[] = [];

  write(writer: ByteWriter, text: string | null): void {
    if (text === null) return writer.unsigned(0);
    const index = this.#indexes.get(text);
    if (index !== undefined) return writer.unsigned(index + 2);
    this.#introduce(text);
    writer.unsigned(1);
    writer.string(text);
  }

  read(reader: ByteReader): string | null {
    const reference = reader.unsigned();
    if (reference === 0) return null;
    if (reference === 1) return this.#introduce(reader.string());
    const text = this.#texts[reference - 2];
    if (text === undefined) throw new RangeError(`text ${reference - 2} was never introduced`);
    return text;
  }

  readText(reader: ByteReader): string {
    const text = this.read(reader);
    if (text === null) throw new RangeError('a text is missing');
    return text;
  }

  #introduce(text: string): string {
    this.#indexes.set(text, this.#texts.length);
    this.#texts.push(text);
    return text;
  }
}

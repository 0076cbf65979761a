import type { ByteReader, ByteWriter } from './bytes.ts';
import { TextPlaces } from './text-places.ts';

/** Writes texts that recur as references to where they were first, and reads them back. */
export interface Texts {
  write(writer: ByteWriter, text: string | null): void;
  read(reader: ByteReader): string | null;
  /** Of one that was not null. */
  readText(reader: ByteReader): string;
}

/**
 * Texts that recur within a chunk - categories, brands, statuses, names of activities - are written once and referred to afterwards:
 * 0 is null, 1 introduces the text that follows, n >= 2 is the text introduced (n - 2)th.
 */
export class TextTable implements Texts {
  readonly #places = new TextPlaces();

  write(writer: ByteWriter, text: string | null): void {
    if (text === null) return writer.unsigned(0);
    const place = this.#places.find(text);
    if (place >= 0) return writer.unsigned(place + 2);
    this.#places.add(text);
    writer.unsigned(1);
    writer.string(text);
  }

  read(reader: ByteReader): string | null {
    const reference = reader.unsigned();
    if (reference === 0) return null;
    if (reference > 1) return this.#places.at(reference - 2);
    const text = reader.string();
    this.#places.add(text);
    return text;
  }

  readText(reader: ByteReader): string {
    const text = this.read(reader);
    if (text === null) throw new RangeError('a text is missing');
    return text;
  }
}

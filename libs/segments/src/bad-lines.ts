import { SegmentsError } from './segments-error.ts';

const MAX_TOLD = 20;

/** What is wrong with the lines of event files: nothing is answered from files of which a line cannot be read. */
export class BadLines {
  readonly #told: string[] = [];
  #count = 0;

  /** `field` is empty when the line as a whole is wrong. */
  add(file: string, line: number, problems: readonly { readonly field: string; readonly reason: string }[]): void {
    for (const { field, reason } of problems)
      if (++this.#count <= MAX_TOLD) this.#told.push(`${file}:${line}: ${field === '' ? '' : `${field}: `}${reason}`);
  }

  /** Throws WEIR_SEGMENTS_EVENTS when there were any. */
  refuse(): void {
    if (this.#count === 0) return;
    const more = this.#count > this.#told.length ? [`and ${this.#count - this.#told.length} more problems`] : [];
    throw new SegmentsError('WEIR_SEGMENTS_EVENTS', [...this.#told, ...more].join('\n'));
  }
}

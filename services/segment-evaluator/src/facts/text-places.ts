/** Fewer are found faster, and kept smaller, without a map. */
const mostLookedThrough = 128;

/** Texts, each at its place in a list, in the order in which they were added. */
export class TextPlaces {
  readonly #texts: string[] = [];
  #places: Map<string, number> | undefined;

  get length(): number {
    return this.#texts.length;
  }

  at(place: number): string {
    const text = this.#texts[place];
    if (text === undefined) throw new RangeError(`text ${place} was never introduced`);
    return text;
  }

  /** -1 when it is not there. */
  find(text: string): number {
    return this.#places === undefined ? this.#texts.indexOf(text) : (this.#places.get(text) ?? -1);
  }

  /** Returns its place. */
  add(text: string): number {
    const place = this.#texts.push(text) - 1;
    if (this.#places !== undefined) this.#places.set(text, place);
    else if (place >= mostLookedThrough) this.#places = new Map(this.#texts.map((each, index) => [each, index]));
    return place;
  }
}

/** A fault planted into the engine: one text of one file, there exactly once, for another. */
export interface Mutant {
  readonly name: string;
  /** Below libs/engine/src. */
  readonly file: string;
  readonly text: string;
  readonly fault: string;
}

export const mutant = (name: string, file: string, text: string, fault: string): Mutant => ({
  name,
  file,
  text,
  fault,
});

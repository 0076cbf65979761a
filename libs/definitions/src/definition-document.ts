/** The kinds of documents a definitions directory may hold; also the first part of a definition's key on Kafka. */
export const definitionKinds = ['segment', 'automation', 'template', 'promotion'] as const;

export type DefinitionKind = (typeof definitionKinds)[number];

/** One definition as its author wrote it: read, recognised and checked by itself, not yet against the others. */
export interface DefinitionDocument {
  readonly kind: DefinitionKind;
  readonly id: string;
  /** Relative to the directory read, with forward slashes. */
  readonly file: string;
  /** Of the document's first key, from 1. */
  readonly line: number;
  readonly document: Readonly<Record<string, unknown>>;
  /** The line on which the value at a path such as `when.all[0].orders` stands, or of the nearest enclosing value that is there. */
  readonly lineOf: (path: string) => number;
}

/** Something that keeps a definition from being used, and where to find it. */
export interface FileProblem {
  /** Empty when it concerns no single file. */
  readonly file: string;
  /** From 1; null when the problem is not on one line. */
  readonly line: number | null;
  /** Inside the document, such as `when.all[0].orders.last`; empty when it concerns the whole document. */
  readonly path: string;
  /** What was found, and what is allowed. */
  readonly reason: string;
}

/** Key of a definition on the definitions topic, and its name in messages. */
export function definitionKey(definition: { readonly kind: DefinitionKind; readonly id: string }): string {
  return `${definition.kind}/${definition.id}`;
}

/** `file:line: path: reason`, in the form editors and terminals make clickable. */
export function formatFileProblem({ file, line, path, reason }: FileProblem): string {
  const place = line === null ? file : `${file}:${line}`;
  return [place, path, reason].filter((part) => part !== '').join(': ');
}

import type { Condition } from '../condition.ts';
import type { Reader } from '../reading.ts';

/** What a kind of leaf can be asked. */
export interface Questions<Name extends string> {
  readonly leaf: string;
  readonly names: readonly Name[];
  /** Reads what is asked under a name. */
  parse(this: void, name: Name, raw: unknown, reader: Reader): object | undefined;
}

/** What the document asks, by name; whether there is any, when it asks nothing. */
export function askedIn<Name extends string>(
  names: readonly Name[],
  entries: ReadonlyMap<string, unknown>,
): readonly (readonly [Name | 'exists', unknown])[] {
  const asked = names.filter((name) => entries.has(name));
  return asked.length === 0 ? [['exists', true]] : asked.map((name) => [name, entries.get(name)]);
}

/** A condition for each question, with what it is asked of; undefined when something could not be read. */
export function readQuestions<Name extends string>(
  { leaf, names, parse }: Questions<Name | 'exists'>,
  subject: object | undefined,
  entries: ReadonlyMap<string, unknown>,
  reader: Reader,
): readonly Condition[] | undefined {
  const leaves = askedIn(names, entries).map(([aggregate, value]): Condition | undefined => {
    const ask = parse(aggregate, value, reader.at(aggregate));
    if (ask === undefined || subject === undefined) return undefined;
    const { path } = entries.has(aggregate) ? reader.at(aggregate) : reader;
    return { kind: 'leaf', leaf, spec: { aggregate, ask, ...subject }, path };
  });
  return leaves.every((one) => one !== undefined) ? leaves : undefined;
}

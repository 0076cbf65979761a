import { addChange, type CustomerState, type FieldChange, type Scalar } from '@weir/engine';
import type { FactKind, Told } from './fact-kind.ts';
import { readKnownScalar, readScalar, writeScalar } from './scalar-encoding.ts';

/** What fields of the profile changed from and to. */
export const changeFacts: FactKind<FieldChange> = {
  tag: 4,
  write(writer, texts, { field, at, from, to }) {
    texts.write(writer, field);
    writer.signed(at);
    writeScalar(writer, texts, from);
    writeScalar(writer, texts, to);
  },
  read: (reader, texts) => ({
    field: texts.readText(reader),
    at: reader.signed(),
    from: readKnownScalar(reader, texts),
    to: readKnownScalar(reader, texts),
  }),
  put: ({ changes }, change) => addChange(changes, change),
  allOf: ({ changes }) => changes,
  countOf: ({ changes }) => changes.length,
};

/** What a field that is missing now was before; null: it is missing no longer. */
export interface FormerValue {
  readonly field: string;
  readonly value: Scalar;
}

export const formerValueFacts: FactKind<FormerValue> = {
  tag: 5,
  write(writer, texts, { field, value }) {
    texts.write(writer, field);
    writeScalar(writer, texts, value);
  },
  read: (reader, texts) => ({ field: texts.readText(reader), value: readScalar(reader, texts) }),
  put({ formerValues }, { field, value }) {
    if (value === null) formerValues.delete(field);
    else formerValues.set(field, value);
  },
  *allOf({ formerValues }) {
    for (const [field, value] of formerValues) yield { field, value };
  },
  countOf: ({ formerValues }) => formerValues.size,
};

/** Where the history of a profile stood. */
export interface ProfileMark {
  readonly lastChange: FieldChange | undefined;
  readonly formerValues: ReadonlyMap<string, Scalar>;
}

export function markProfile({ changes, formerValues }: CustomerState): ProfileMark {
  return { lastChange: changes.at(-1), formerValues: new Map(formerValues) };
}

/** What was added to the history of the profile since the mark: at most one change of each field. */
export function toldSince({ lastChange, formerValues: before }: ProfileMark, state: CustomerState): Told[] {
  const { changes, formerValues } = state;
  const told: Told[] = [];
  const known = lastChange === undefined ? -1 : changes.lastIndexOf(lastChange);
  for (const change of changes.slice(known + 1)) told.push({ kind: changeFacts, fact: change });
  for (const [field, value] of formerValues)
    if (before.get(field) !== value) told.push({ kind: formerValueFacts, fact: { field, value } });
  for (const field of before.keys())
    if (!formerValues.has(field)) told.push({ kind: formerValueFacts, fact: { field, value: null } });
  return told;
}

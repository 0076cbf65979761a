import type { CustomerState } from './customer-state.ts';
import type { FieldChange, Instant, Profile, Scalar } from './facts.ts';
import { fieldsWithHistory } from './leaves/profile-fields.ts';
import { fold } from './text.ts';

type Known = Exclude<Scalar, null>;

/** Of one field: of changes before that many, only that they are past matters no more. Published as a limit in the reference of segments. */
export const mostChangesPerField = 100;

/**
 * Writes down which fields the profile's successor changes from one known value to another. The first value of a field is no change, nor
 * is the same value again, even after it was missing for a while, or in another spelling of the same letters.
 */
export function recordChanges(state: CustomerState, next: Profile, at: Instant): void {
  const before = new Map(state.formerValues);
  if (state.profile !== null) for (const [field, value] of knownFields(state.profile)) before.set(field, value);
  for (const [field, to] of knownFields(next)) {
    const from = before.get(field);
    before.delete(field);
    state.formerValues.delete(field);
    if (from !== undefined && !isSame(from, to)) addChange(state.changes, { field, at, from, to });
  }
  for (const [field, value] of before) state.formerValues.set(field, value);
}

/** Texts compare folded, as everywhere. */
function isSame(from: Known, to: Known): boolean {
  return typeof from === 'string' && typeof to === 'string' ? fold(from) === fold(to) : from === to;
}

/** Adds the latest change, and drops what is beyond the limit. */
export function addChange(changes: FieldChange[], change: FieldChange): void {
  changes.push(change);
  let ofField = 0;
  for (let index = changes.length - 1; index >= 0; index--) {
    if ((changes[index] as FieldChange).field !== change.field) continue;
    ofField += 1;
    if (ofField > mostChangesPerField) changes.splice(index, 1);
  }
}

/** By the names that conditions use: what `changed` may be asked of. */
function* knownFields(profile: Profile): Generator<readonly [field: string, value: Known]> {
  for (const { name, get } of fieldsWithHistory) yield* known(name, get(profile) as Scalar);
  for (const [name, value] of Object.entries(profile.custom)) yield* known(`custom.${name}`, value);
}

/** Empty text counts as missing. */
function* known(field: string, value: Scalar): Generator<readonly [field: string, value: Known]> {
  if (value !== null && value !== '') yield [field, value];
}

import { type Profile, type Scalar } from '@weir/engine';
import { type Instant } from './calendar.ts';
import { type Json, type JsonObject } from './document.ts';
import { foldText } from './fold-text.ts';
import { instantTest } from './instant-tests.ts';
import { scalarTest } from './value-tests.ts';
import { type View } from './view.ts';

/** That a field went from one known value to another. */
export interface Change {
  readonly at: Instant;
  readonly from: Scalar;
  readonly to: Scalar;
}

/** A scalar field of a profile by the name that conditions give it; undefined when it is missing. */
function valueOf(profile: Profile, field: string): Scalar | undefined {
  const [group, ...rest] = field.split('.');
  const name = rest.join('.');
  const holders: Readonly<Record<string, object | null>> = {
    source: profile.source,
    loyalty: profile.loyalty,
    custom: profile.custom,
  };
  const holder = group !== undefined && rest.length > 0 ? (holders[group] ?? {}) : profile;
  const value = (holder as Record<string, Scalar | undefined>)[rest.length > 0 ? name : field];
  return value === null || value === '' ? undefined : value;
}

const isSame = (left: Scalar, right: Scalar): boolean =>
  typeof left === 'string' && typeof right === 'string' ? foldText(left) === foldText(right) : left === right;

/** What a field changed from and to over all the profiles there were; being missing for a while is no change. */
export function changesOf(field: string, view: View): Change[] {
  const found: Change[] = [];
  let known: Scalar | undefined;
  for (const { at, profile } of view.facts.profiles) {
    const value = valueOf(profile, field);
    if (value === undefined) continue;
    if (known !== undefined && !isSame(known, value)) found.push({ at, from: known, to: value });
    known = value;
  }
  return found;
}

/** Any one change must meet all of the test. */
export function changedHolds(field: string, test: JsonObject, view: View): boolean {
  const { from, to, ...instant } = test;
  const meets = (value: Scalar, wanted: Json | undefined): boolean => wanted === undefined || scalarTest(value, wanted);
  return changesOf(field, view).some(
    (change) => meets(change.from, from) && meets(change.to, to) && instantTest(change.at, instant, view),
  );
}

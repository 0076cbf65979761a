import { startOfDay } from '../calendar.ts';
import type { Profile, Source } from '../facts.ts';
import { boolean } from '../tests/boolean.ts';
import { custom, customValue } from '../tests/custom.ts';
import type { Moment } from '../tests/moment.ts';
import { money, number } from '../tests/number.ts';
import type { ScalarType } from '../tests/scalar.ts';
import { set } from '../tests/set.ts';
import { text } from '../tests/text.ts';
import { phone } from '../tests/phone.ts';
import { present } from '../text.ts';
import type { Zone } from '../zone.ts';

/** A value that time does not touch. A profile not yet told is null. */
export interface ScalarField {
  readonly type: ScalarType<never>;
  readonly get: (profile: Profile | null) => unknown;
}

export interface MomentField {
  readonly moment: 'instant' | 'date';
  readonly get: (profile: Profile) => number | null;
}

/** The field of the profile that a name leads into: `source` of `source.campaign`. */
export function rootOf(name: string): keyof Profile {
  return name.split('.')[0] as keyof Profile;
}

/** What a profile has under a name, as conditions spell it. */
export type Field = ScalarField | MomentField;

function scalar<Value>(type: ScalarType<Value>, get: (profile: Profile | null) => Value | null): Field {
  return { type: type, get };
}

function moment(kind: MomentField['moment'], get: MomentField['get']): Field {
  return { moment: kind, get };
}

const textField = (get: (profile: Profile) => string | null | undefined, type = text): Field =>
  scalar(type, (profile) => (profile === null ? null : present(get(profile))));
const sourceField = (key: keyof Source): Field => textField(({ source }) => source?.[key]);

/** The profile's fields; `custom.<name>` is found by its prefix. */
const fields: Readonly<Record<string, Field>> = {
  createdAt: moment('instant', ({ createdAt }) => createdAt),
  firstName: textField(({ firstName }) => firstName),
  lastName: textField(({ lastName }) => lastName),
  email: textField(({ email }) => email),
  phone: textField((profile) => profile.phone, phone),
  sex: textField(({ sex }) => sex),
  birthday: moment('date', ({ birthday }) => birthday),
  city: textField(({ city }) => city),
  region: textField(({ region }) => region),
  country: textField(({ country }) => country),
  locale: textField(({ locale }) => locale),
  timeZone: textField(({ timeZone }) => timeZone),
  site: textField(({ site }) => site),
  managerId: textField(({ managerId }) => managerId),
  'source.source': sourceField('source'),
  'source.medium': sourceField('medium'),
  'source.campaign': sourceField('campaign'),
  'source.content': sourceField('content'),
  'source.keyword': sourceField('keyword'),
  tags: scalar(set, (profile) => (profile === null ? null : presentTags(profile.tags))),
  vip: scalar(boolean, (profile) => profile?.vip ?? false),
  bad: scalar(boolean, (profile) => profile?.bad ?? false),
  'loyalty.programId': textField(({ loyalty }) => loyalty?.programId),
  'loyalty.status': textField(({ loyalty }) => loyalty?.status),
  'loyalty.level': textField(({ loyalty }) => loyalty?.level),
  'loyalty.levelSince': moment('instant', ({ loyalty }) => loyalty?.levelSince ?? null),
  'loyalty.joinedAt': moment('instant', ({ loyalty }) => loyalty?.joinedAt ?? null),
  'loyalty.balance': scalar(number, (profile) => profile?.loyalty?.balance ?? null),
  'loyalty.purchaseSum': scalar(money, (profile) => profile?.loyalty?.purchaseSum ?? null),
};

function presentTags(tags: readonly string[]): readonly string[] | null {
  const named = tags.includes('') ? tags.filter((tag) => tag !== '') : tags;
  return named.length === 0 ? null : named;
}

const CUSTOM = 'custom.';

/** All but the custom ones. */
export const fieldNames: readonly string[] = Object.keys(fields);

export function findField(name: string): Field | undefined {
  if (Object.hasOwn(fields, name)) return fields[name];
  if (!name.startsWith(CUSTOM) || name === CUSTOM) return undefined;
  const key = name.slice(CUSTOM.length);
  return scalar(custom, (profile) => (profile === null ? null : customValue(profile.custom, key)));
}

/** Whether it is kept when the field went from one value to another: of single values that a shop can change. */
export function hasHistory(name: string): boolean {
  return name !== 'tags' && name !== 'createdAt';
}

/** All but the custom ones. */
export const fieldsWithHistory: readonly { readonly name: string; readonly get: (profile: Profile) => unknown }[] =
  Object.entries(fields)
    .filter(([name]) => hasHistory(name))
    .map(([name, { get }]) => ({ name, get }));

/** The place in time that a field's value names. */
export function momentOf({ moment: kind }: MomentField, value: number, zone: Zone): Moment {
  return kind === 'date' ? { instant: startOfDay(value, zone), day: value } : { instant: value, day: null };
}

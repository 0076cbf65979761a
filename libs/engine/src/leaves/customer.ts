import { startOfDay } from '../calendar.ts';
import { allOf, type Condition, type LeafCondition } from '../condition.ts';
import { quote, quotedList } from '../describe/clause.ts';
import { numberWords } from '../describe/quantity-words.ts';
import { lastFlip } from '../explain/last-flip.ts';
import type { FieldValue } from '../explain/leaf-report.ts';
import { dayWords, timeWords } from '../explain/time-words.ts';
import type { Instant, Profile, Source } from '../facts.ts';
import { type JsonSchema, objectOf } from '../json-schema.ts';
import type { Reader } from '../reading.ts';
import { boolean } from '../tests/boolean.ts';
import { custom, customValue } from '../tests/custom.ts';
import { compileInstantTest, instantTestSchema, parseInstantTest } from '../tests/instant.ts';
import { money, number } from '../tests/number.ts';
import { compileScalarTest, parseScalarTest, scalarTestSchema, type ScalarType } from '../tests/scalar.ts';
import { set } from '../tests/set.ts';
import { type Test, testInWords } from '../tests/test.ts';
import { text } from '../tests/text.ts';
import { present } from '../text.ts';
import { constant, type Verdict } from '../verdict.ts';
import type { Zone } from '../zone.ts';
import { type Leaf, type LeafContext, type LeafKind, PROFILE, zoneFor } from './leaf.ts';

export interface CustomerSpec {
  readonly field: string;
  readonly test: Test;
}

/** A value that time does not touch. A profile not yet told is null. */
interface ScalarField {
  readonly type: ScalarType<never>;
  readonly get: (profile: Profile | null) => unknown;
}

interface MomentField {
  readonly moment: 'instant' | 'date';
  readonly get: (profile: Profile) => number | null;
}

/** What a profile has under a name. */
type Field = ScalarField | MomentField;

function scalar<Value>(type: ScalarType<Value>, get: (profile: Profile | null) => Value | null): Field {
  return { type: type, get };
}

function moment(kind: MomentField['moment'], get: MomentField['get']): Field {
  return { moment: kind, get };
}

const textField = (get: (profile: Profile) => string | null | undefined): Field =>
  scalar(text, (profile) => (profile === null ? null : present(get(profile))));
const sourceField = (key: keyof Source): Field => textField(({ source }) => source?.[key]);

/** The profile's fields; `custom.<name>` is found by its prefix. */
const fields: Readonly<Record<string, Field>> = {
  createdAt: moment('instant', ({ createdAt }) => createdAt),
  firstName: textField(({ firstName }) => firstName),
  lastName: textField(({ lastName }) => lastName),
  email: textField(({ email }) => email),
  phone: textField(({ phone }) => phone),
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

function findField(name: string): Field | undefined {
  if (Object.hasOwn(fields, name)) return fields[name];
  if (!name.startsWith(CUSTOM) || name === CUSTOM) return undefined;
  const key = name.slice(CUSTOM.length);
  return scalar(custom, (profile) => (profile === null ? null : customValue(profile.custom, key)));
}

const schemaOf = (field: Field): JsonSchema => ('moment' in field ? instantTestSchema : scalarTestSchema(field.type));

/** Of one of the named fields. */
export function fieldSchema(name: string): JsonSchema | null {
  const field = findField(name);
  return field === undefined ? null : schemaOf(field);
}

const schema = objectOf(Object.fromEntries(Object.keys(fields).map((name) => [name, fieldSchema(name)])), {
  patternProperties: { '^custom\\..': scalarTestSchema(custom) },
});

export const customer: LeafKind<CustomerSpec> = { parse, schema, compile };

function parse(raw: unknown, reader: Reader): Condition | undefined {
  const entries = reader.object(raw, 'an object of fields and tests, such as { city: Moscow }');
  if (entries === undefined) return undefined;
  if (entries.size === 0) return reader.fail('name at least one field, such as { city: Moscow }');
  const leaves = [...entries].map(([field, value]) => parseField(field, value, reader.at(field)));
  return leaves.every((leaf) => leaf !== undefined) ? allOf(leaves) : undefined;
}

/** One field with its test; also read by other kinds that are spellings of it. */
export function parseField(name: string, raw: unknown, reader: Reader): LeafCondition | undefined {
  const field = findField(name);
  if (field === undefined) return reader.unknown([...Object.keys(fields), 'custom.<name>']);
  const test = 'moment' in field ? parseInstantTest(raw, reader) : parseScalarTest(field.type, raw, reader);
  return (
    test && { kind: 'leaf', leaf: 'customer', spec: { field: name, test } satisfies CustomerSpec, path: reader.path }
  );
}

function compile(spec: CustomerSpec, context: LeafContext): Leaf {
  const field = findField(spec.field);
  if (field === undefined) throw new Error(`no field ${spec.field}`);
  const { isTimed, evaluate } =
    'moment' in field ? compileMoment(field, spec.test, context) : compileScalar(field, spec.test);
  const zoneOf = zoneFor(context);
  const condition = `customer.${spec.field}`;
  const threshold = testInWords(spec.test);
  return {
    touches: PROFILE,
    isTimed,
    evaluate,
    explain: (facts, now) => ({
      condition,
      actual: evaluate(facts, now).value ? 'matches' : 'does not match',
      threshold,
    }),
    report: (facts, now) => {
      const value =
        facts.profile === null && 'moment' in field ? null : (field.get(facts.profile as never) as FieldValue);
      return {
        found: valueInWords(field, value, zoneOf(facts)),
        decidedBy: [{ kind: 'field', field: spec.field, value }],
        since:
          isTimed && facts.profile !== null
            ? lastFlip((at) => evaluate(facts, at), [], facts.profile.createdAt, now)
            : null,
        remedies: [],
      };
    },
  };
}

function valueInWords(field: Field, value: FieldValue, zone: Zone): string {
  if (value === null) return 'not known';
  if ('moment' in field) return field.moment === 'date' ? dayWords(Number(value)) : timeWords(Number(value), zone);
  if (typeof value === 'number') return numberWords(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? quote(value) : quotedList(value, 'and');
}

type Evaluation = Pick<Leaf, 'isTimed' | 'evaluate'>;

function compileScalar(field: ScalarField, test: Test): Evaluation {
  const holds = compileScalarTest(field.type, test);
  return {
    isTimed: false,
    evaluate: (facts): Verdict => constant(holds(field.get(facts.profile) as never)),
  };
}

function compileMoment(field: MomentField, test: Test, context: LeafContext): Evaluation {
  const compiled = compileInstantTest(test);
  const zoneOf = zoneFor(context);
  const momentOf = (value: number, zone: Zone): { instant: Instant; day: number | null } =>
    field.moment === 'date' ? { instant: startOfDay(value, zone), day: value } : { instant: value, day: null };
  return {
    isTimed: compiled.isTimed,
    evaluate: (facts, now): Verdict => {
      const zone = zoneOf(facts);
      const value = facts.profile === null ? null : field.get(facts.profile);
      return compiled.evaluate(value === null ? null : momentOf(value, zone), now, zone);
    },
  };
}

import { allOf, type Condition, type LeafCondition } from '../condition.ts';
import { valueInWords } from '../explain/field-words.ts';
import { lastFlip } from '../explain/last-flip.ts';
import type { FieldValue } from '../explain/leaf-report.ts';
import { type JsonSchema, objectOf, withKeys } from '../json-schema.ts';
import type { Reader } from '../reading.ts';
import { compileInstantTest, instantTestSchema, parseInstantTest } from '../tests/instant.ts';
import { compileScalarTest, parseScalarTest, scalarTestSchema } from '../tests/scalar.ts';
import { type Test, testInWords } from '../tests/test.ts';
import { constant, type Verdict } from '../verdict.ts';
import { changedSchema, parseChanged } from './changed.ts';
import { type Leaf, type LeafContext, type LeafKind, zoneFields, zoneFor } from './leaf.ts';
import {
  type Field,
  fieldNames,
  findField,
  hasHistory,
  type MomentField,
  momentOf,
  rootOf,
  type ScalarField,
} from './profile-fields.ts';

export interface CustomerSpec {
  readonly field: string;
  readonly test: Test;
}

/** What may stand beside the operators of a field. */
const besides = ['changed'];

function schemaOf(name: string, field: Field): JsonSchema {
  const test = 'moment' in field ? instantTestSchema : scalarTestSchema(field.type);
  if (!hasHistory(name)) return test;
  return { title: `${String(test['title'])}, or of its changes`, ...withKeys(test, { changed: changedSchema }) };
}

/** Of one of the named fields. */
export function fieldSchema(name: string): JsonSchema {
  const field = findField(name);
  if (field === undefined) throw new Error(`no field ${name}`);
  return schemaOf(name, field);
}

const schema = objectOf(Object.fromEntries(fieldNames.map((name) => [name, fieldSchema(name)])), {
  patternProperties: { '^custom\\..': fieldSchema('custom.any') },
});

export const customer: LeafKind<CustomerSpec> = { parse, schema, compile };

function parse(raw: unknown, reader: Reader): Condition | undefined {
  const entries = reader.object(raw, 'an object of fields and tests, such as { city: Moscow }');
  if (entries === undefined) return undefined;
  if (entries.size === 0) return reader.fail('name at least one field, such as { city: Moscow }');
  const leaves = [...entries].map(([field, value]) => parseField(field, value, reader.at(field)));
  return leaves.every((leaf) => leaf !== undefined) ? allOf(leaves.flat()) : undefined;
}

/** One field with what is asked of its value and of its changes; also read by other kinds that are spellings of it. */
export function parseField(name: string, raw: unknown, reader: Reader): readonly LeafCondition[] | undefined {
  const field = findField(name);
  if (field === undefined) return reader.unknown([...fieldNames, 'custom.<name>']);
  if (typeof raw !== 'object' || raw === null || !Object.hasOwn(raw, 'changed')) {
    const leaf = parseValue(name, field, raw, reader);
    return leaf && [leaf];
  }
  const { changed: asked, ...rest } = raw as Readonly<Record<string, unknown>>;
  const at = reader.at('changed');
  const change = hasHistory(name)
    ? parseChanged(name, field, asked, at)
    : at.fail(`what ${name} was before is not kept: of single values only, and of none that never changes`);
  if (Object.keys(rest).length === 0) return change && [change];
  const leaf = parseValue(name, field, rest, reader);
  return leaf && change && [leaf, change];
}

function parseValue(name: string, field: Field, raw: unknown, reader: Reader): LeafCondition | undefined {
  const others = hasHistory(name) ? besides : [];
  const test =
    'moment' in field ? parseInstantTest(raw, reader, others) : parseScalarTest(field.type, raw, reader, others);
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
    fields: [rootOf(spec.field), ...zoneFields(context)],
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

interface Evaluation extends Pick<Leaf, 'evaluate'> {
  /** Whether the value can change without an event. */
  readonly isTimed: boolean;
}

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
  return {
    isTimed: compiled.isTimed,
    evaluate: (facts, now): Verdict => {
      const zone = zoneOf(facts);
      const value = facts.profile === null ? null : field.get(facts.profile);
      return compiled.evaluate(value === null ? null : momentOf(field, value, zone), now, zone);
    },
  };
}

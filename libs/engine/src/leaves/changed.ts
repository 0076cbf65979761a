import type { LeafCondition } from '../condition.ts';
import type { CustomerFacts } from '../customer-facts.ts';
import { valueInWords } from '../explain/field-words.ts';
import { lastFlip } from '../explain/last-flip.ts';
import { timeWords } from '../explain/time-words.ts';
import type { FieldChange, Instant } from '../facts.ts';
import { anyOf, type JsonSchema, objectOf, type Offered } from '../json-schema.ts';
import { parseDate } from '../literal.ts';
import { type Reader, shorten } from '../reading.ts';
import { absolute } from '../tests/absolute.ts';
import { custom } from '../tests/custom.ts';
import { compileInstantTest, instantInWords, onceOperators } from '../tests/instant.ts';
import { compileScalarTest, parseScalarTest, scalarTestSchema } from '../tests/scalar.ts';
import { asksForPresence, operationsSchema, parseOperations, type Test, testInWords } from '../tests/test.ts';
import { ALWAYS, either, NEVER, type Verdict } from '../verdict.ts';
import type { Zone } from '../zone.ts';
import { type LeafKind, zoneFields, zoneFor } from './leaf.ts';
import { type Field, findField, momentOf, rootOf } from './profile-fields.ts';

/** That a field of the profile went from one known value to another; of several changes each is looked at by itself. */
export interface ChangedSpec {
  readonly field: string;
  /** What the value was and what it became; null when any will do. */
  readonly from: Test | null;
  readonly to: Test | null;
  /** Of when it changed; null: whenever. */
  readonly when: Test | null;
}

const ends = ['from', 'to'] as const;

/** `changed: { inLast: P7D, to: gold }`, an operator of the fields of `customer`. */
export function parseChanged(name: string, field: Field, raw: unknown, reader: Reader): LeafCondition | undefined {
  const entries = reader.object(raw, 'what to ask of a change, such as { inLast: P7D, to: gold }');
  if (entries === undefined) return undefined;
  const [from, to] = ends.map((end) => (entries.has(end) ? parseEnd(field, entries.get(end), reader.at(end)) : null));
  const timed = new Map([...entries].filter(([key]) => key !== 'from' && key !== 'to'));
  const when = timed.size === 0 ? null : parseOperations(timed, onceOperators, reader, ends);
  if (from === undefined || to === undefined || when === undefined) return undefined;
  const spec = { field: name, from, to, when } satisfies ChangedSpec;
  return { kind: 'leaf', leaf: 'changed', spec, path: reader.path };
}

const endSchema: JsonSchema = {
  title: 'a value before or after',
  ...anyOf(scalarTestSchema(custom), operationsSchema(absolute)),
};

/** What `parseChanged` reads, of whatever field. */
export const changedSchema: JsonSchema = {
  title: 'a change',
  ...objectOf(
    {
      from: endSchema,
      to: endSchema,
      ...(operationsSchema(onceOperators)['properties'] as Offered),
    },
    { minProperties: 0 },
  ),
};

/** A test of a value, which is known: a change has one before and one after. */
function parseEnd(field: Field, raw: unknown, reader: Reader): Test | undefined {
  const test = 'moment' in field ? parseFixed(raw, reader) : parseScalarTest(field.type, raw, reader);
  if (test?.operations.some((operation) => asksForPresence(operation) !== undefined) !== true) return test;
  return reader.fail('a change goes from one known value to another, so set and notSet say nothing here');
}

/** Of instants and dates only what no passing of time changes. */
function parseFixed(raw: unknown, reader: Reader): Test | undefined {
  if (typeof raw === 'string' && parseDate(raw) !== undefined)
    return parseOperations(new Map([['on', raw]]), absolute, reader);
  const entries = reader.object(raw, `a date or a test of one; allowed: ${Object.keys(absolute).join(', ')}`);
  return entries && parseOperations(entries, absolute, reader);
}

/** Says of one change whether it is what was asked for, and until when. */
type Decide = (change: FieldChange, now: Instant, zone: Zone) => Verdict;

export const changed: Pick<LeafKind<ChangedSpec>, 'compile'> = {
  compile(spec, context) {
    const { field: name } = spec;
    const field = findField(name);
    if (field === undefined) throw new Error(`no field ${name}`);
    const zoneOf = zoneFor(context);
    const decide = deciderOf(spec, field);
    const judge = (changes: readonly FieldChange[], now: Instant, zone: Zone): Verdict =>
      changes.reduce((found, change) => either(found, decide(change, now, zone)), NEVER);
    const asked = askedInWords(spec);
    return {
      fields: [rootOf(name), ...zoneFields(context)],
      evaluate: (facts, now) => judge(facts.changes.of(name), now, zoneOf(facts)),
      explain: (facts, now) => {
        const meant = facts.changes.of(name).findLast((change) => decide(change, now, zoneOf(facts)).value);
        const actual = meant === undefined ? 'no such change' : `changed at ${instantInWords(meant.at)}`;
        return { condition: `customer.${name}.changed`, actual, threshold: asked };
      },
      report: (facts, now) => {
        const changes = facts.changes.of(name);
        const zone = zoneOf(facts);
        const latest = changes.findLast((change) => decide(change, now, zone).value) ?? changes.at(-1);
        const isRemedied = !judge(changes, now, zone).value && turnsNow(spec, field, facts, now, zone);
        return {
          found: latest === undefined ? 'no change is known' : changeInWords(latest, field, zone),
          decidedBy: latest === undefined ? [] : [{ kind: 'change', ...latest }],
          since: sinceWhen(changes, (known, at) => judge(known, at, zone), now),
          remedies: isRemedied ? [{ words: 'such a change', scope: '', more: null, isInTime: false }] : [],
        };
      },
    };
  },
};

function deciderOf({ from, to, when }: ChangedSpec, field: Field): Decide {
  const [wasMeant, isMeant] = [matcherOf(from, field), matcherOf(to, field)];
  const test = when === null ? null : compileInstantTest(when);
  return (change, now, zone) => {
    if (!wasMeant(change.from, zone) || !isMeant(change.to, zone)) return NEVER;
    return test === null ? ALWAYS : test.evaluate({ instant: change.at, day: null }, now, zone);
  };
}

type Known = FieldChange['from'];

function matcherOf(test: Test | null, field: Field): (value: Known, zone: Zone) => boolean {
  if (test === null) return () => true;
  if ('moment' in field) {
    const compiled = compileInstantTest(test);
    return (value, zone) => compiled.evaluate(momentOf(field, Number(value), zone), 0, zone).value;
  }
  const holds = compileScalarTest(field.type, test);
  return (value) => holds(value as never);
}

/** Whether the value may be one that is asked to have been there before, and a change of now is one of the time asked for. */
function turnsNow(spec: ChangedSpec, field: Field, facts: CustomerFacts, now: Instant, zone: Zone): boolean {
  const { profile, state } = facts;
  const value = (profile && (field.get(profile) as Known | null)) ?? state.formerValues.get(spec.field);
  if (value === undefined || !matcherOf(spec.from, field)(value, zone)) return false;
  return spec.when === null || compileInstantTest(spec.when).evaluate({ instant: now, day: null }, now, zone).value;
}

/** Lives the changes through once more, each from when it took place. */
function sinceWhen(
  changes: readonly FieldChange[],
  judge: (known: readonly FieldChange[], at: Instant) => Verdict,
  now: Instant,
): Instant | null {
  const arrivals = changes.map(({ at }) => at).sort((a, b) => a - b);
  const asOf = (at: Instant): Verdict =>
    judge(
      changes.filter((change) => change.at <= at),
      at,
    );
  return lastFlip(asOf, arrivals, (arrivals[0] ?? now) - 1, now);
}

function changeInWords({ from, to, at }: FieldChange, field: Field, zone: Zone): string {
  return `from ${valueInWords(field, from, zone)} to ${valueInWords(field, to, zone)} on ${timeWords(at, zone)}`;
}

function askedInWords({ from, to, when }: ChangedSpec): string {
  const parts = [from && `from ${testInWords(from)}`, to && `to ${testInWords(to)}`, when && testInWords(when)];
  return shorten(parts.filter(Boolean).join('; ') || 'ever', 200);
}

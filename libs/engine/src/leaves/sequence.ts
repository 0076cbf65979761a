import type { Condition } from '../condition.ts';
import type { CustomerFacts } from '../customer-facts.ts';
import { durationSchema } from '../duration.ts';
import type { Instant } from '../facts.ts';
import { anyOf, objectOf } from '../json-schema.ts';
import { type Reader, shorten } from '../reading.ts';
import { Answers } from '../sequences/answers.ts';
import { anyCounts } from '../sequences/coverage.ts';
import type { Pairing } from '../sequences/pairing.ts';
import { reportSequence } from '../sequences/sequence-report.ts';
import type { SequenceSpec } from '../sequences/sequence-spec.ts';
import { parseSide, requestSide, sideInWords, sideSchema } from '../sequences/side.ts';
import { Starts } from '../sequences/starts.ts';
import { readDuration } from '../tests/rolling.ts';
import { keepTally } from '../tracks/track-plan.ts';
import { parseWindow, windowInWords, windowSchema } from '../tracks/window.ts';
import { type Leaf, type LeafContext, type LeafKind, zoneFields, zoneFor } from './leaf.ts';

const properties = { first: sideSchema, within: durationSchema, window: windowSchema };

const schema = anyOf(
  objectOf({ ...properties, then: sideSchema }, { required: ['first', 'then', 'within'] }),
  objectOf({ ...properties, thenNot: sideSchema }, { required: ['first', 'thenNot', 'within'] }),
);

/** `sequence: { first: { activity: { name: cart_updated } }, thenNot: { orders: {} }, within: PT2H }`. */
export const sequence: LeafKind<SequenceSpec> = { parse, schema, compile };

function parse(raw: unknown, reader: Reader): Condition | undefined {
  const entries = reader.shape(raw, 'an object of first, then or thenNot, and within', [
    'first',
    'then',
    'thenNot',
    'within',
    'window',
  ]);
  if (entries === undefined) return undefined;
  const first = parseSide(entries.get('first'), reader.at('first'));
  const isAnswered = entries.has('then');
  if (isAnswered === entries.has('thenNot'))
    reader.fail(isAnswered ? 'then and thenNot exclude each other: give one' : 'then or thenNot is missing');
  const sides = ['then', 'thenNot'].filter((key) => entries.has(key));
  const [answer] = sides.map((key) => parseSide(entries.get(key), reader.at(key)));
  const within = readLength(entries.get('within'), reader.at('within'));
  const window = entries.has('window') ? parseWindow(entries.get('window'), reader.at('window')) : null;
  if (!first || !answer || !within || window === undefined || sides.length !== 1) return undefined;
  const spec = { first, answer, isAnswered, within, window } satisfies SequenceSpec;
  return { kind: 'leaf', leaf: 'sequence', spec, path: reader.path };
}

function readLength(raw: unknown, reader: Reader): Pairing['within'] | undefined {
  const length = readDuration(raw, reader, 'within');
  if (length === undefined || length.months + length.days + length.ms > 0) return length;
  return reader.fail(`${length.text} is no time at all: nothing can follow within it`);
}

function compile(spec: SequenceSpec, context: LeafContext): Leaf {
  const { account, zone } = context;
  const key = JSON.stringify([spec, zone?.id ?? null]);
  const [first, answer] = [spec.first, spec.answer].map((side) => context.plan(requestSide(side, account), null));
  if (first === undefined || answer === undefined) throw new Error('a sequence has two sides');
  const startsSlot = keepTally(first, { key: `starts ${key}`, create: () => new Starts(spec) });
  const answersSlot = keepTally(answer, { key: `answers ${key}`, create: () => new Answers() });
  const zoneOf = zoneFor(context);
  const settle = (facts: CustomerFacts, now: Instant): Starts => {
    const starts = facts.track(first, now).tallies[startsSlot] as Starts;
    starts.settle(facts.track(answer, now).tallies[answersSlot] as Answers, zoneOf(facts), now);
    return starts;
  };
  const condition = conditionInWords(spec);
  return {
    fields: zoneFields(context),
    evaluate: (facts, now) => anyCounts(settle(facts, now), now),
    explain: (facts, now) => ({ condition, actual: String(settle(facts, now).count), threshold: 'at least 1' }),
    report: (facts, now) => reportSequence({ spec, first, answer, zone: zoneOf(facts) }, facts, now),
  };
}

function conditionInWords({ first, answer, isAnswered, within, window }: SequenceSpec): string {
  const parts = [
    `sequence.first ${sideInWords(first)}`,
    `${isAnswered ? 'then' : 'thenNot'} ${sideInWords(answer)}`,
    `within ${within.text}`,
    ...(window === null ? [] : [`window ${windowInWords(window)}`]),
  ];
  return shorten(parts.join('; '), 200);
}

import fc from 'fast-check';
import { type Instant } from './calendar.ts';
import { isObject, type Json, type JsonObject, type SegmentDocument } from './document.ts';
import { leafArbitrary } from './random-conditions.ts';
import { day, literal } from './random-tests.ts';
import { remembering } from './remembering.ts';
import { leavesOf } from './time-words.ts';
import { customerId, zones } from './vocabulary.ts';

/** Whether the engine takes a definition; without the filter every definition of the grammar is made. */
export type Support = (document: SegmentDocument) => boolean;

function treeArbitrary(leaf: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  const { tree } = fc.letrec<{ tree: JsonObject }>((tie) => {
    const several = fc.array(tie('tree'), { minLength: 1, maxLength: 3 });
    return {
      tree: fc.oneof(
        { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
        { weight: 6, arbitrary: leaf },
        { weight: 2, arbitrary: several.map((all): JsonObject => ({ all })) },
        { weight: 2, arbitrary: several.map((any): JsonObject => ({ any })) },
        { weight: 1, arbitrary: several.map((none): JsonObject => ({ none })) },
        { weight: 1, arbitrary: tie('tree').map((not): JsonObject => ({ not })) },
        {
          weight: 1,
          arbitrary: fc
            .tuple(several, fc.nat())
            .map(([of, k]): JsonObject => ({ atLeast: { k: 1 + (k % of.length), of } })),
        },
      ),
    };
  });
  return tree;
}

const referring = ['segment', 'notSegment', 'inSegmentFor', 'enteredSegment'];

/** Puts ids of the earlier segments in place of the numbers; the first segment of a catalog has nothing to refer to. */
export function resolveReferences(value: Json, earlier: readonly string[]): Json {
  if (Array.isArray(value)) return value.map((one: Json) => resolveReferences(one, earlier));
  if (!isObject(value)) {
    if (typeof value !== 'string' || !/^#\d$/.test(value)) return value;
    return earlier.at(-1 - (Number(value.slice(1)) % earlier.length)) as string;
  }
  if (earlier.length === 0 && referring.some((key) => key in value)) return { customer: { vip: true } };
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, resolveReferences(child, earlier)]));
}

interface Part {
  readonly when: JsonObject;
  readonly zone: string | null;
  /** Null for a dynamic segment. */
  readonly fixed: { readonly asOf: string | null; readonly isNamed: boolean } | null;
}

const partArbitrary = remembering((start: Instant): fc.Arbitrary<Part> => {
  const asOf = fc.option(fc.oneof(literal(start), day(start)), { nil: null, freq: 3 });
  const isNamed = fc.nat({ max: 5 }).map((number) => number === 5);
  return fc.record({
    when: treeArbitrary(leafArbitrary(start)),
    zone: fc.option(fc.constantFrom('customer', ...zones), { freq: 2 }),
    fixed: fc.oneof(
      { weight: 11, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.record({ asOf, isNamed }) },
    ),
  });
});

function documentOf({ when, zone, fixed }: Part, index: number, earlier: readonly string[]): SegmentDocument {
  const head = { id: `s${index}`, name: `Segment ${index}`, ...(zone === null ? {} : { timeZone: zone }) };
  const tree = resolveReferences(when, earlier) as JsonObject;
  if (fixed === null) return { ...head, when: tree };
  if (fixed.isNamed) return { ...head, kind: 'static', when: { ids: [customerId] } };
  return { ...head, kind: 'static', ...asOfOf(fixed.asOf, tree, zone), when: tree };
}

/** A list of customers is of no point in time, and a date is none where each customer has another. */
function asOfOf(asOf: string | null, when: JsonObject, zone: string | null): { readonly asOf?: string } {
  const isList = leavesOf(when).every(([name]) => name === 'ids' || name === 'bucket');
  return asOf === null || isList || (zone === 'customer' && asOf.length === 10) ? {} : { asOf };
}

/** Up to `most` definitions that may refer to earlier ones; listed in any order. What is not supported is left out. */
export function catalogArbitrary(start: Instant, isSupported: Support, most = 4): fc.Arbitrary<SegmentDocument[]> {
  const parts = fc.array(partArbitrary(start), { minLength: 1, maxLength: most, size: 'max' });
  return fc.record({ parts, reversed: fc.boolean() }).map(({ parts: chosen, reversed }) => {
    const documents: SegmentDocument[] = [];
    chosen.forEach((part, index) => {
      const document = documentOf(
        part,
        index,
        documents.map(({ id }) => id),
      );
      if (isSupported(document)) documents.push(document);
    });
    return reversed ? documents.reverse() : documents;
  });
}

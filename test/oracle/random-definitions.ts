import fc from 'fast-check';
import { type Instant } from './calendar.ts';
import { isObject, type Json, type JsonObject, type SegmentDocument } from './document.ts';
import { leafArbitrary } from './random-conditions.ts';
import { zones } from './vocabulary.ts';

/** Whether the engine takes a condition; without the filter every condition of the grammar is made. */
export type Support = (condition: JsonObject) => boolean;

function treeArbitrary(leaf: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  const { tree } = fc.letrec<{ tree: JsonObject }>((tie) => {
    const several = fc.array(tie('tree'), { minLength: 1, maxLength: 3 });
    return {
      tree: fc.oneof(
        { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
        { weight: 5, arbitrary: leaf },
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

/** Puts the ids of earlier segments in place of the numbers; the first segment of a catalog has nothing to refer to. */
export function resolveReferences(value: Json, index: number): Json {
  if (Array.isArray(value)) return value.map((one: Json) => resolveReferences(one, index));
  if (!isObject(value))
    return typeof value === 'string' && /^#\d$/.test(value) ? `s${Number(value.slice(1)) % index}` : value;
  const isReference = ['segment', 'notSegment', 'inSegmentFor', 'enteredSegment'].some((key) => key in value);
  if (isReference && index === 0) return { customer: { vip: true } };
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, resolveReferences(child, index)]));
}

/** A few definitions that may refer to one another; listed in any order. */
export function catalogArbitrary(start: Instant, isSupported: Support): fc.Arbitrary<SegmentDocument[]> {
  const when = treeArbitrary(leafArbitrary(start).filter(isSupported));
  const zone = fc.option(fc.constantFrom('customer', ...zones), { freq: 2 });
  return fc
    .record({ parts: fc.array(fc.record({ when, zone }), { minLength: 1, maxLength: 4 }), reversed: fc.boolean() })
    .map(({ parts, reversed }) => {
      const documents = parts.map(({ when: tree, zone: timeZone }, index): SegmentDocument => ({
        id: `s${index}`,
        name: `Segment ${index}`,
        ...(timeZone === null ? {} : { timeZone }),
        when: resolveReferences(tree, index) as JsonObject,
      }));
      return reversed ? documents.reverse() : documents;
    });
}

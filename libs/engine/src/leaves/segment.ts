import type { Condition } from '../condition.ts';
import type { CustomerFacts } from '../customer-facts.ts';
import { isMember } from '../customer-state.ts';
import { isSegmentId, segmentIdSchema } from '../segment-id.ts';
import { type Reader, show } from '../reading.ts';
import { constant } from '../verdict.ts';
import type { LeafKind } from './leaf.ts';

export interface SegmentSpec {
  readonly id: string;
  readonly wanted: boolean;
}

/**
 * `segment: <id>` and `notSegment: <id>`. A segment is decided after those it refers to, in the same step, and its bound need not
 * tell when they can change: theirs do, and when they do this one is decided again.
 */
function reference(leaf: 'segment' | 'notSegment'): LeafKind<SegmentSpec> {
  return {
    parse(raw: unknown, reader: Reader): Condition | undefined {
      const id = readSegmentId(raw, reader);
      return id === undefined
        ? undefined
        : { kind: 'leaf', leaf, spec: { id, wanted: leaf === 'segment' } satisfies SegmentSpec, path: reader.path };
    },
    schema: segmentIdSchema,
    refersTo: ({ id }) => id,
    compile({ id, wanted }, context) {
      context.refer(id);
      const isIn = (facts: CustomerFacts): boolean => isMember(facts.state.memberships.get(id));
      return {
        fields: [],
        evaluate: (facts) => constant(isIn(facts) === wanted),
        explain: (facts) => ({
          condition: `segment ${id}`,
          actual: isIn(facts) ? 'in' : 'not in',
          threshold: wanted ? 'in' : 'not in',
        }),
        report: (facts) => {
          const since = facts.state.memberships.get(id)?.since ?? null;
          return {
            found: isIn(facts) ? 'in it' : 'not in it',
            decidedBy: [{ kind: 'segment', segmentId: id, since }],
            since,
            remedies: [],
          };
        },
      };
    },
  };
}

export const segment = reference('segment');
export const notSegment = reference('notSegment');

export function readSegmentId(raw: unknown, reader: Reader): string | undefined {
  if (isSegmentId(raw)) return raw;
  return reader.fail(`${show(raw)} is not a segment's id: up to 64 of a-z, 0-9 and -, such as chinese-tea`);
}

import { addDuration } from '../calendar.ts';
import type { Condition } from '../condition.ts';
import type { CustomerFacts } from '../customer-facts.ts';
import { isMember } from '../customer-state.ts';
import { type Duration, durationSchema } from '../duration.ts';
import { timeWords } from '../explain/time-words.ts';
import type { Instant } from '../facts.ts';
import { objectOf } from '../json-schema.ts';
import type { Reader } from '../reading.ts';
import { instantInWords } from '../tests/instant.ts';
import { readDuration } from '../tests/rolling.ts';
import { NEVER, within } from '../verdict.ts';
import { type LeafKind, zoneFor, zoneFields } from './leaf.ts';
import { readSegmentId } from './segment.ts';
import { segmentIdSchema } from '../segment-id.ts';

export interface InSegmentForSpec {
  readonly id: string;
  readonly atLeast: Duration;
}

/** `inSegmentFor: { id: vip, atLeast: P30D }`: in it now, and without a break for so long, in the referring segment's zone. */
export const inSegmentFor: LeafKind<InSegmentForSpec> = {
  parse(raw: unknown, reader: Reader): Condition | undefined {
    const entries = reader.shape(raw, 'an object such as { id: vip, atLeast: P30D }', ['id', 'atLeast']);
    if (entries === undefined) return undefined;
    const id = readSegmentId(entries.get('id'), reader.at('id'));
    const atLeast = readDuration(entries.get('atLeast'), reader, 'atLeast');
    if (id === undefined || atLeast === undefined) return undefined;
    return { kind: 'leaf', leaf: 'inSegmentFor', spec: { id, atLeast } satisfies InSegmentForSpec, path: reader.path };
  },
  schema: objectOf({ id: segmentIdSchema, atLeast: durationSchema }, { required: ['id', 'atLeast'] }),
  refersTo: ({ id }) => id,
  referenceKey: 'id',
  compile({ id, atLeast }, context) {
    context.refer(id);
    const zoneOf = zoneFor(context);
    const lastsFrom = (since: Instant, facts: CustomerFacts): Instant =>
      Math.max(since, addDuration(since, atLeast, zoneOf(facts)));
    return {
      fields: zoneFields(context),
      evaluate: (facts, now) => {
        const membership = facts.state.memberships.get(id);
        if (membership === undefined || !isMember(membership)) return NEVER;
        return within(lastsFrom(membership.since, facts), Number.POSITIVE_INFINITY, now);
      },
      explain: ({ state }) => {
        const membership = state.memberships.get(id);
        const isIn = membership !== undefined && isMember(membership);
        return {
          condition: `segment ${id}`,
          actual: isIn ? `in since ${instantInWords(membership.since)}` : 'not in',
          threshold: `for at least ${atLeast.text}`,
        };
      },
      report: (facts, now) => {
        const membership = facts.state.memberships.get(id);
        const isIn = membership !== undefined && isMember(membership);
        const words = isIn ? `in it since ${timeWords(membership.since, zoneOf(facts))}` : 'not in it';
        const from = isIn ? lastsFrom(membership.since, facts) : Number.POSITIVE_INFINITY;
        const since = membership?.since ?? null;
        return {
          found: words,
          decidedBy: [{ kind: 'segment', segmentId: id, since }],
          since: from <= now ? from : null,
          remedies: [],
        };
      },
    };
  },
};

import { addDuration } from '../calendar.ts';
import type { Condition } from '../condition.ts';
import type { CustomerFacts } from '../customer-facts.ts';
import { type Duration, durationSchema } from '../duration.ts';
import { timeWords } from '../explain/time-words.ts';
import type { Instant } from '../facts.ts';
import { objectOf } from '../json-schema.ts';
import type { Reader } from '../reading.ts';
import { segmentIdSchema } from '../segment-id.ts';
import { instantInWords } from '../tests/instant.ts';
import { readDuration } from '../tests/rolling.ts';
import { NEVER, within } from '../verdict.ts';
import { type LeafKind, zoneFor, zoneFields } from './leaf.ts';
import { readSegmentId } from './segment.ts';

export interface EnteredSegmentSpec {
  readonly id: string;
  readonly inLast: Duration;
}

/** `enteredSegment: { id: vip, inLast: P7D }`: the last entry was less than so long ago, in the referring segment's zone; also after leaving. */
export const enteredSegment: LeafKind<EnteredSegmentSpec> = {
  parse(raw: unknown, reader: Reader): Condition | undefined {
    const entries = reader.shape(raw, 'an object such as { id: vip, inLast: P7D }', ['id', 'inLast']);
    if (entries === undefined) return undefined;
    const id = readSegmentId(entries.get('id'), reader.at('id'));
    const inLast = readDuration(entries.get('inLast'), reader, 'inLast');
    if (id === undefined || inLast === undefined) return undefined;
    const spec = { id, inLast } satisfies EnteredSegmentSpec;
    return { kind: 'leaf', leaf: 'enteredSegment', spec, path: reader.path };
  },
  schema: objectOf({ id: segmentIdSchema, inLast: durationSchema }, { required: ['id', 'inLast'] }),
  refersTo: ({ id }) => id,
  referenceKey: 'id',
  compile({ id, inLast }, context) {
    context.refer(id);
    const zoneOf = zoneFor(context);
    const entryOf = (facts: CustomerFacts): Instant | null => entryInto(id, facts);
    const lastsTo = (entry: Instant, facts: CustomerFacts): Instant => addDuration(entry, inLast, zoneOf(facts));
    return {
      fields: zoneFields(context),
      evaluate: (facts, now) => {
        const entry = entryOf(facts);
        return entry === null ? NEVER : within(entry, lastsTo(entry, facts), now);
      },
      explain: (facts) => {
        const entry = entryOf(facts);
        const actual = entry === null ? 'never entered' : `entered at ${instantInWords(entry)}`;
        return { condition: `segment ${id}`, actual, threshold: `entered in the last ${inLast.text}` };
      },
      report: (facts, now) => {
        const entry = entryOf(facts);
        if (entry === null) return { found: 'never entered it', decidedBy: [], since: null, remedies: [] };
        const end = lastsTo(entry, facts);
        return {
          found: `entered it on ${timeWords(entry, zoneOf(facts))}`,
          decidedBy: [{ kind: 'segment', segmentId: id, since: facts.state.memberships.get(id)?.since ?? null }],
          since: end <= now ? Math.max(entry, end) : entry,
          remedies: [],
        };
      },
    };
  },
};

/** Entries before an erasure are forgotten with all else. */
function entryInto(id: string, { state }: CustomerFacts): Instant | null {
  return state.memberships.get(id)?.enteredAt ?? null;
}

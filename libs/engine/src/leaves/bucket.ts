import type { Condition } from '../condition.ts';
import { type JsonSchema, objectOf } from '../json-schema.ts';
import { type Reader, show } from '../reading.ts';
import { constant } from '../verdict.ts';
import type { LeafKind } from './leaf.ts';

export const BUCKETS = 10_000;

export interface BucketSpec {
  readonly salt: string;
  readonly from: number;
  readonly to: number;
}

const boundSchema: JsonSchema = { type: 'integer', minimum: 0, maximum: BUCKETS };

/** `bucket: { salt: spring-test, from: 0, to: 1000 }`: a tenth of the customers, always the same ones. Half-open. */
export const bucket: LeafKind<BucketSpec> = {
  parse(raw: unknown, reader: Reader): Condition | undefined {
    const entries = reader.shape(raw, 'an object such as { salt: spring-test, from: 0, to: 1000 }', [
      'salt',
      'from',
      'to',
    ]);
    if (entries === undefined) return undefined;
    const salt = entries.get('salt');
    if (typeof salt !== 'string' || salt === '' || salt.length > 128) {
      return reader.at('salt').fail(`${show(salt)} is not a salt: text that sets this division apart from others`);
    }
    const [from, to] = [
      readBound(entries.get('from'), reader.at('from')),
      readBound(entries.get('to'), reader.at('to')),
    ];
    if (from === undefined || to === undefined) return undefined;
    if (from >= to) return reader.fail(`the range is empty: from ${from} is not below to ${to}`);
    return { kind: 'leaf', leaf: 'bucket', spec: { salt, from, to } satisfies BucketSpec, path: reader.path };
  },
  schema: objectOf(
    { salt: { type: 'string', minLength: 1, maxLength: 128 }, from: boundSchema, to: boundSchema },
    { required: ['salt', 'from', 'to'] },
  ),
  compile({ salt, from, to }) {
    return {
      fields: [],
      isFixed: true,
      evaluate: ({ state }) => {
        const found = bucketOf(salt, state.customerId);
        return constant(found >= from && found < to);
      },
      explain: ({ state }) => ({
        condition: `bucket ${salt}`,
        actual: String(bucketOf(salt, state.customerId)),
        threshold: `from ${from} to ${to}`,
      }),
      report: ({ state }) => ({
        found: `the number drawn is ${bucketOf(salt, state.customerId)}`,
        decidedBy: [],
        since: null,
        remedies: [],
      }),
    };
  },
};

function readBound(raw: unknown, reader: Reader): number | undefined {
  if (typeof raw === 'number' && Number.isInteger(raw) && raw >= 0 && raw <= BUCKETS) return raw;
  return reader.fail(`${show(raw)} is not a whole number from 0 to ${BUCKETS}`);
}

/**
 * 0..9999: FNV-1a of the UTF-16 units of `<salt>:<customer id>`, stirred as MurmurHash3 does at its end so that neighbouring ids
 * fall apart. It must never change: hold-outs and experiments rely on it.
 */
export function bucketOf(salt: string, customerId: string): number {
  let hash = 0x811c9dc5;
  const text = `${salt}:${customerId}`;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % BUCKETS;
}

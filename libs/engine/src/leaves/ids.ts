import type { Condition } from '../condition.ts';
import { listOf } from '../json-schema.ts';
import { type Reader, show } from '../reading.ts';
import { constant } from '../verdict.ts';
import type { LeafKind } from './leaf.ts';

export interface IdsSpec {
  readonly ids: readonly string[];
}

const MAX_IDS = 10_000;
const MAX_ID_BYTES = 128;

/** `ids: [c-17, c-42]`: named customers. Ids are compared as they are, not folded. */
export const ids: LeafKind<IdsSpec> = {
  parse(raw: unknown, reader: Reader): Condition | undefined {
    const list = reader.list(raw, 'customer ids', MAX_IDS)?.map((id, index) => readId(id, reader.at(index)));
    if (list === undefined || !list.every((id) => id !== undefined)) return undefined;
    return { kind: 'leaf', leaf: 'ids', spec: { ids: list } satisfies IdsSpec, path: reader.path };
  },
  schema: listOf({ type: 'string', minLength: 1, maxLength: MAX_ID_BYTES }, MAX_IDS),
  compile(spec) {
    const named = new Set(spec.ids);
    return {
      fields: [],
      isFixed: true,
      evaluate: ({ state }) => constant(named.has(state.customerId)),
      explain: ({ state }) => ({
        condition: 'ids',
        actual: named.has(state.customerId) ? 'named' : 'not named',
        threshold: `one of ${spec.ids.length}`,
      }),
      report: ({ state }) => ({
        found: named.has(state.customerId) ? 'named' : 'not named',
        decidedBy: [],
        since: null,
        remedies: [],
      }),
    };
  },
};

function readId(raw: unknown, reader: Reader): string | undefined {
  if (typeof raw === 'string' && raw !== '' && raw.length <= MAX_ID_BYTES) return raw;
  return reader.fail(`${show(raw)} is not a customer id: text of 1 to ${MAX_ID_BYTES} bytes`);
}

import { type Codec, createCodecOn } from './codec.ts';
import { type SchemaRegistry } from './schema-registry.ts';

/** The real codec on a registry in memory: for tests that need bytes and no network. */
export function createMemoryCodec(): Codec {
  return createCodecOn(createMemoryRegistry(), '');
}

function createMemoryRegistry(): SchemaRegistry {
  const schemas: unknown[] = [];
  const idOf = (_subject: string, schema: unknown): Promise<number> => {
    const known = schemas.findIndex((each) => JSON.stringify(each) === JSON.stringify(schema));
    return Promise.resolve(known >= 0 ? known + 1 : schemas.push(schema));
  };
  return {
    idOf,
    register: idOf,
    find: idOf,
    idsOf: () => Promise.resolve(schemas.map((_, index) => index + 1)),
    schemaOf: (id) => Promise.resolve(schemas[id - 1] ?? null),
  };
}

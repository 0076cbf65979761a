/** A JSON Schema (draft 7, which editors of YAML know best) for what one parser reads. It takes all that the parser takes. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What an object may have, by its keys. */
export type Offered = Readonly<Record<string, JsonSchema>>;

/** An object of these keys, at least one of them, and no others but those that a pattern allows. */
export function objectOf(properties: Offered, more: JsonSchema = {}): JsonSchema {
  return {
    type: 'object',
    properties,
    additionalProperties: false,
    minProperties: 1,
    ...more,
  };
}

export function anyOf(...schemas: readonly JsonSchema[]): JsonSchema {
  return { anyOf: schemas };
}

export function wordOf(words: readonly string[]): JsonSchema {
  return { enum: words };
}

export function listOf(items: JsonSchema, maxItems: number): JsonSchema {
  return { type: 'array', items, minItems: 1, maxItems };
}

export function pairOf(items: JsonSchema): JsonSchema {
  return { type: 'array', items, minItems: 2, maxItems: 2 };
}

/** A test with further keys beside its operators; a bare value is taken only when none of these is required. */
export function withKeys(test: JsonSchema, keys: Offered, required: readonly string[] = []): JsonSchema {
  const { title: _title, ...untitled } = test;
  const alternatives = (untitled['anyOf'] ?? [untitled]) as readonly JsonSchema[];
  const bare = required.length === 0 ? alternatives.filter(({ type }) => type !== 'object') : [];
  const objects = alternatives.filter(({ type }) => type === 'object');
  const extended = objects.map((object) =>
    objectOf({ ...keys, ...(object['properties'] as Offered) }, { required, minProperties: required.length + 1 }),
  );
  return anyOf(...bare, ...extended);
}

/** Schemas with titles are written down once, under `definitions`, and referred to. */
export function hoistTitled(root: JsonSchema): JsonSchema {
  const definitions: Record<string, unknown> = {};
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== 'object' || value === null) return value;
    const title = 'title' in value && typeof value.title === 'string' ? value.title : undefined;
    if (title === undefined)
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, visit(inner)]));
    const name = title.replace(/[^A-Za-z0-9]+/g, '-');
    if (!Object.hasOwn(definitions, name)) {
      definitions[name] = {};
      definitions[name] = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, visit(inner)]));
    }
    return { $ref: `#/definitions/${name}` };
  };
  const hoisted = Object.fromEntries(Object.entries(root).map(([key, inner]) => [key, visit(inner)]));
  return { ...hoisted, definitions };
}

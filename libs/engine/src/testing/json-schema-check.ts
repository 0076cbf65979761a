import type { JsonSchema } from '../json-schema.ts';

type Check = (operand: never, value: unknown, schema: JsonSchema, root: JsonSchema) => boolean;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const types: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
};

/** What JSON Schema (draft 7) says of the keywords that our schemas use. */
const keywords: Readonly<Record<string, Check>> = {
  type: (name: string, value) => types[name]?.(value) === true,
  enum: (words: readonly unknown[], value) => words.includes(value),
  anyOf: (schemas: readonly JsonSchema[], value, _schema, root) => schemas.some((one) => satisfies(value, one, root)),
  $ref: (path: string, value, _schema, root) => {
    const target = (root['definitions'] as Record<string, JsonSchema>)[path.replace('#/definitions/', '')];
    if (target === undefined) throw new Error(`${path} leads nowhere`);
    return satisfies(value, target, root);
  },
  pattern: (source: string, value) => typeof value !== 'string' || new RegExp(source, 'u').test(value),
  minLength: (least: number, value) => typeof value !== 'string' || [...value].length >= least,
  maxLength: (most: number, value) => typeof value !== 'string' || [...value].length <= most,
  minimum: (least: number, value) => typeof value !== 'number' || value >= least,
  maximum: (most: number, value) => typeof value !== 'number' || value <= most,
  items: (schema: JsonSchema, value, _schema, root) =>
    !Array.isArray(value) || value.every((item) => satisfies(item, schema, root)),
  minItems: (least: number, value) => !Array.isArray(value) || value.length >= least,
  maxItems: (most: number, value) => !Array.isArray(value) || value.length <= most,
  minProperties: (least: number, value) => !isObject(value) || Object.keys(value).length >= least,
  required: (names: readonly string[], value) => !isObject(value) || names.every((name) => Object.hasOwn(value, name)),
  properties: (properties: Record<string, JsonSchema>, value, _schema, root) =>
    !isObject(value) ||
    Object.entries(properties).every(
      ([name, schema]) => !Object.hasOwn(value, name) || satisfies(value[name], schema, root),
    ),
  patternProperties: (patterns: Record<string, JsonSchema>, value, _schema, root) =>
    !isObject(value) ||
    Object.entries(patterns).every(([pattern, schema]) =>
      Object.entries(value).every(
        ([name, inner]) => !new RegExp(pattern, 'u').test(name) || satisfies(inner, schema, root),
      ),
    ),
  additionalProperties: (allowed: boolean, value, schema) =>
    allowed ||
    !isObject(value) ||
    Object.keys(value).every(
      (name) =>
        Object.hasOwn(schema['properties'] ?? {}, name) ||
        Object.keys(schema['patternProperties'] ?? {}).some((pattern) => new RegExp(pattern, 'u').test(name)),
    ),
};

const notes = new Set(['$schema', 'title', 'description', 'definitions']);

/** Whether the value is as the schema says; throws on a keyword that it does not know. */
export function satisfies(value: unknown, schema: JsonSchema, root: JsonSchema = schema): boolean {
  return Object.entries(schema).every(([keyword, operand]) => {
    if (notes.has(keyword)) return true;
    const check = keywords[keyword];
    if (check === undefined) throw new Error(`no keyword ${keyword}`);
    return check(operand as never, value, schema, root);
  });
}

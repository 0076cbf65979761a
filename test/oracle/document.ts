/** A definition as it is written, read from YAML or JSON; nothing of the engine's parser has touched it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

export interface SegmentDocument {
  readonly id: string;
  readonly name: string;
  readonly timeZone?: string;
  readonly kind?: 'dynamic' | 'static';
  /** Of a static segment: the point in time at which its members are fixed. */
  readonly asOf?: string;
  readonly when: JsonObject;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asObject(value: Json | undefined): JsonObject {
  if (!isObject(value)) throw new Error(`the oracle expected a mapping and found ${JSON.stringify(value)}`);
  return value;
}

export function asList(value: Json | undefined): readonly Json[] {
  if (!Array.isArray(value)) throw new Error(`the oracle expected a list and found ${JSON.stringify(value)}`);
  return value as readonly Json[];
}

export function asText(value: Json | undefined): string {
  if (typeof value !== 'string') throw new Error(`the oracle expected text and found ${JSON.stringify(value)}`);
  return value;
}

export function asNumber(value: Json | undefined): number {
  if (typeof value !== 'number') throw new Error(`the oracle expected a number and found ${JSON.stringify(value)}`);
  return value;
}

export function asPair(value: Json | undefined): readonly [Json, Json] {
  const list = asList(value);
  if (list.length !== 2) throw new Error(`the oracle expected two values and found ${JSON.stringify(value)}`);
  return [list[0] as Json, list[1] as Json];
}

/** Whether it holds of each member of a mapping. */
export function everyMember(object: JsonObject, holds: (name: string, value: Json) => boolean): boolean {
  for (const name in object) if (!holds(name, object[name] as Json)) return false;
  return true;
}

const nothing: JsonObject = {};

/** A mapping that may be left out. */
export function asOptionalObject(value: Json | undefined): JsonObject {
  return value === undefined ? nothing : asObject(value);
}

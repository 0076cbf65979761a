import { subjectName, type CodecOptions } from './codec.ts';
import type { RecordName } from './generated/records.ts';
import { schemas } from './generated/schemas.ts';
import { createSchemaRegistry, type SchemaRegistry } from './schema-registry.ts';

export interface RegisteredSchema {
  readonly subject: string;
  /** Null: this version of the schema is not registered. */
  readonly id: number | null;
}

/** Registers the schemas of all topics, each with compatibility BACKWARD_TRANSITIVE. Waits while the registry is down. */
export function registerSchemas(options: CodecOptions): Promise<RegisteredSchema[]> {
  return forEachSubject(options, (registry, subject, schema) => registry.register(subject, schema));
}

/** Which schemas are registered in the version of this Weir; changes nothing. */
export function findSchemas(options: CodecOptions): Promise<RegisteredSchema[]> {
  return forEachSubject(options, (registry, subject, schema) => registry.find(subject, schema));
}

async function forEachSubject(
  { registryUrl, topicPrefix = '', onWaiting, signal }: CodecOptions,
  idOf: (registry: SchemaRegistry, subject: string, schema: unknown) => Promise<number | null>,
): Promise<RegisteredSchema[]> {
  const registry = createSchemaRegistry({ url: registryUrl, onWaiting, signal });
  const registered: RegisteredSchema[] = [];
  for (const [topic, schema] of Object.entries(schemas) as [RecordName, unknown][]) {
    const subject = subjectName(topic, topicPrefix);
    registered.push({ subject, id: await idOf(registry, subject, schema) });
  }
  return registered;
}

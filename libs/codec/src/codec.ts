import { CodecError } from './codec-error.ts';
import type { RecordName, RecordOf } from './generated/records.ts';
import { schemas } from './generated/schemas.ts';
import { createRecordFormat, type RecordFormat, type RecordReader } from './record-format.ts';
import { createSchemaRegistry, type SchemaRegistry } from './schema-registry.ts';
import { topicName } from './topics.ts';
import { createWireWriter, headerBytes, schemaIdOf, undecodable } from './wire-format.ts';

export interface Codec {
  /**
   * Makes sure that the registry knows the schemas of these topics, and fetches the earlier ones: state that an older version of Weir wrote is
   * read without asking again. Waits while the registry is down.
   * Throws WEIR_SCHEMA_REFUSED when it answers and does not take them.
   */
  prepare(topics: readonly RecordName[]): Promise<void>;
  /** The bytes of a record, in Confluent's wire format. They must not be changed: they may lie beside others in memory. */
  encode<N extends RecordName>(topic: N, value: RecordOf<N>): Buffer;
  /** Throws WEIR_RECORD_UNDECODABLE or WEIR_SCHEMA_UNKNOWN: see `resolveSchemas`. */
  decode<N extends RecordName>(topic: N, bytes: Uint8Array): RecordOf<N>;
  /**
   * Fetches the schemas that these records were written with, so that `decode` can read them at once. Waits while the registry
   * is down: an outage is no reason to give a record up. Tombstones and bytes without a schema id are passed over.
   */
  resolveSchemas(topic: RecordName, values: readonly (Uint8Array | null)[]): Promise<void>;
}

export interface CodecOptions {
  readonly registryUrl: string;
  /** Goes before the name of every topic, and so of every subject. */
  readonly topicPrefix?: string;
  readonly onWaiting?: (line: string) => void;
  /** Ends the waits for the registry, at shutdown. */
  readonly signal?: AbortSignal;
}

export function createCodec({ registryUrl, topicPrefix = '', onWaiting, signal }: CodecOptions): Codec {
  return createCodecOn(createSchemaRegistry({ url: registryUrl, onWaiting, signal }), topicPrefix);
}

export function subjectName(topic: RecordName, topicPrefix = ''): string {
  return `${topicName(topic, topicPrefix)}-value`;
}

/** A reader, or why records with its schema cannot be read. */
type Resolution = RecordReader | CodecError;

interface TopicFormat {
  readonly format: RecordFormat;
  /** Of Weir's own schema; 0 before `prepare`. */
  id: number;
  readonly resolutions: Map<number, Resolution>;
}

/** Somebody may write any number of ids that are none: forget what was found about them beyond this. */
const resolutionsLimit = 10_000;
const concurrentFetches = 8;
/** Registries number schemas with a signed 32-bit integer. */
const largestId = 0x7fffffff;

export function createCodecOn(registry: SchemaRegistry, topicPrefix: string): Codec {
  const formats = new Map<RecordName, TopicFormat>();
  const write = createWireWriter();

  const formatOf = (topic: RecordName): TopicFormat => {
    let found = formats.get(topic);
    if (found === undefined) {
      found = { format: createRecordFormat(schemas[topic]), id: 0, resolutions: new Map() };
      formats.set(topic, found);
    }
    return found;
  };

  const prepareOne = async (topic: RecordName): Promise<void> => {
    const own = formatOf(topic);
    const subject = subjectName(topic, topicPrefix);
    const id = await registry.idOf(subject, schemas[topic]);
    own.resolutions.set(id, own.format.createReader(schemas[topic]));
    own.id = id;
    const earlier = (await registry.idsOf(subject)).filter((known) => !own.resolutions.has(known));
    await Promise.all(earlier.map((known) => resolve(registry, own, topic, known)));
  };

  return {
    async prepare([first, ...others]) {
      // One before the others: while the registry is down, one line about it is enough.
      if (first !== undefined) await prepareOne(first);
      await Promise.all(others.map(prepareOne));
    },
    encode(topic, value) {
      const { format, id } = formatOf(topic);
      if (id === 0) throw new CodecError('WEIR_SCHEMA_NOT_PREPARED', `Call prepare(['${topic}']) before encoding.`);
      return write(format, id, value);
    },
    decode<N extends RecordName>(topic: N, bytes: Uint8Array): RecordOf<N> {
      const id = schemaIdOf(bytes);
      if (typeof id === 'string') throw undecodable(id);
      const resolution =
        formatOf(topic).resolutions.get(id) ?? unknownSchema(id, 'it was not asked for: call resolveSchemas');
      if (resolution instanceof CodecError) throw new CodecError(resolution.code, resolution.message);
      return resolution(asBuffer(bytes), headerBytes) as RecordOf<N>;
    },
    async resolveSchemas(topic, values) {
      const own = formatOf(topic);
      const missing = missingIds(own.resolutions, values);
      for (let start = 0; start < missing.length; start += concurrentFetches) {
        const ids = missing.slice(start, start + concurrentFetches);
        await Promise.all(ids.map((id) => resolve(registry, own, topic, id)));
      }
    },
  };
}

function missingIds(known: ReadonlyMap<number, Resolution>, values: readonly (Uint8Array | null)[]): number[] {
  const missing = new Set<number>();
  for (const value of values) {
    const id = value === null ? '' : schemaIdOf(value);
    if (typeof id === 'number' && !known.has(id)) missing.add(id);
  }
  return [...missing];
}

async function resolve(registry: SchemaRegistry, own: TopicFormat, topic: RecordName, id: number): Promise<void> {
  const schema = id > largestId || id === 0 ? null : await registry.schemaOf(id);
  const resolution =
    schema === null
      ? unknownSchema(id, 'the registry has no such Avro schema')
      : readerOf(own.format, topic, id, schema);
  if (own.resolutions.size >= resolutionsLimit) forgetUnreadable(own.resolutions);
  own.resolutions.set(id, resolution);
}

function readerOf(format: RecordFormat, topic: RecordName, id: number, schema: unknown): Resolution {
  try {
    return format.createReader(schema);
  } catch (error) {
    return undecodable(`its schema ${id} is not one of ${topic}: ${(error as Error).message}`);
  }
}

function unknownSchema(id: number, reason: string): CodecError {
  return new CodecError('WEIR_SCHEMA_UNKNOWN', `The record has schema id ${id}, but ${reason}.`);
}

function forgetUnreadable(resolutions: Map<number, Resolution>): void {
  for (const [id, resolution] of resolutions) if (resolution instanceof CodecError) resolutions.delete(id);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

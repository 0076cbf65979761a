import { type Codec, topicName } from '@weir/codec';
import { type Instant } from '@weir/engine';
import { type KafkaPort, type OutgoingRecord } from '@weir/kafka';
import { canonicalJson } from './canonical-json.ts';
import { type DefinitionDocument, definitionKey, type DefinitionKind, definitionKinds } from './definition-document.ts';
import { readStoredDefinitions, type StoredDefinition } from './stored-definitions.ts';

export interface PublishDefinitionsOptions {
  readonly kafka: KafkaPort;
  /** Prepared for `definitions`. */
  readonly codec: Codec;
  readonly topicPrefix: string;
  readonly now: Instant;
  /** Whether to remove what is on the topic but not among the documents. */
  readonly prune: boolean;
  /**
   * Sees what is on the topic before anything is written, and throws to refuse: the last chance to check the documents
   * against definitions that stay.
   */
  readonly check?: (stored: ReadonlyMap<string, StoredDefinition | null>) => void;
}

/** Keys such as `segment/tea-lovers`, sorted. */
export interface PublishReport {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Brings the definitions topic to the given documents, all of it in one transaction. A document that is there already is not written again, whatever
 * the order of its keys; a changed one gets the next version and stays switched on or off as it was. Doing it twice is doing it once.
 *
 * The transactional id belongs to whoever publishes definitions: a second publisher fences the first, which then fails with
 * WEIR_PRODUCER_FENCED, so that neither overwrites a version it has not seen.
 */
export async function publishDefinitions(
  documents: readonly DefinitionDocument[],
  { kafka, codec, topicPrefix, now, prune, check }: PublishDefinitionsOptions,
): Promise<PublishReport> {
  const topic = topicName('definitions', topicPrefix);
  const producer = await kafka.openProducer(`${topicPrefix}definitions`);
  try {
    const stored = await readStoredDefinitions(kafka, codec, topicPrefix);
    check?.(stored);
    const report = compare(documents, stored, prune);
    const record = (key: string, value: Buffer | null): OutgoingRecord => ({
      topic,
      partition: 0,
      key,
      value,
      timestamp: now,
    });
    const byKey = new Map(documents.map((document) => [definitionKey(document), document]));
    const records = [...report.added, ...report.changed].map((key) => {
      const next = nextVersion(byKey.get(key) as DefinitionDocument, stored.get(key), now);
      return record(key, codec.encode('definitions', next));
    });
    records.push(...report.removed.map((key) => record(key, null)));
    if (records.length > 0) await producer.commit(records);
    return report;
  } finally {
    await producer.close();
  }
}

function compare(
  documents: readonly DefinitionDocument[],
  stored: ReadonlyMap<string, StoredDefinition | null>,
  prune: boolean,
): PublishReport {
  const report = { added: [] as string[], changed: [] as string[], unchanged: [] as string[], removed: [] as string[] };
  for (const document of documents) {
    const key = definitionKey(document);
    const known = stored.get(key);
    if (known === undefined) report.added.push(key);
    else if (known === null || !isSameDocument(known.document, document.document)) report.changed.push(key);
    else report.unchanged.push(key);
  }
  const wanted = new Set(documents.map(definitionKey));
  if (prune) report.removed.push(...[...stored.keys()].filter((key) => !wanted.has(key) && isPublishedHere(key)));
  for (const keys of Object.values(report)) keys.sort();
  return report;
}

function isSameDocument(stored: string, document: unknown): boolean {
  return canonicalJson(JSON.parse(stored)) === canonicalJson(document);
}

/** Other kinds, such as mailings, are not kept in files and must not be pruned. */
function isPublishedHere(key: string): boolean {
  return definitionKinds.some((kind) => key.startsWith(`${kind}/`));
}

function nextVersion(
  { kind, id, document }: DefinitionDocument,
  known: StoredDefinition | null | undefined,
  now: Instant,
): StoredDefinition {
  return {
    kind: kind.toUpperCase() as Uppercase<DefinitionKind>,
    id,
    version: (known?.version ?? 0) + 1,
    document: JSON.stringify(document),
    updatedAt: now,
    enabled: known?.enabled ?? true,
  };
}

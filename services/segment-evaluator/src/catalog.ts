import type { Codec } from '@weir/codec';
import { type AccountSettings, type Catalog, compileCatalog, parseSegment, type SegmentDefinition } from '@weir/engine';
import type { Logger } from '@weir/observability';
import type { EvaluatorMetrics } from './metrics.ts';

/** The part of a global table that this needs. */
export interface DefinitionsTable {
  entries(): ReadonlyMap<string, Buffer>;
  /** Grows with every change. */
  revision(): number;
  /** By key, also of what was removed: the same number in every process, growing with every change of that key. */
  changedAt(): ReadonlyMap<string, number>;
}

const segmentPrefix = 'segment/';

export interface CatalogSourceOptions {
  readonly table: DefinitionsTable;
  readonly codec: Codec;
  readonly account: AccountSettings;
  readonly logger: Logger;
  readonly metrics: EvaluatorMetrics;
}

/**
 * Compiles the segments on the definitions topic whenever one of them changes. One that cannot be used is refused as a whole and reported; the
 * version of it that this process knew before stays in force, and the others are not held up.
 */
export class CatalogSource {
  readonly #options: CatalogSourceOptions;
  readonly #lastGood = new Map<string, SegmentDefinition>();
  #seenRevision = -1;
  #catalog: Catalog | null = null;

  constructor(options: CatalogSourceOptions) {
    this.#options = options;
  }

  current(): Catalog {
    const { table } = this.#options;
    if (this.#catalog === null || this.#seenRevision !== table.revision()) {
      this.#seenRevision = table.revision();
      this.#catalog = this.#compile();
    }
    return this.#catalog;
  }

  #compile(): Catalog {
    const { account, logger, metrics } = this.#options;
    const { revision, changedIn } = this.#revision();
    let { definitions, refused } = this.#readAll();
    for (;;) {
      const compiled = compileCatalog(definitions, account, revision, changedIn);
      if (compiled.ok) {
        metrics.segments.set(definitions.length);
        metrics.refusedDefinitions.set(refused);
        logger.info(
          { segments: definitions.length, refused, revision: compiled.catalog.revision },
          'segments in force',
        );
        return compiled.catalog;
      }
      const bad = new Set(compiled.problems.map(({ segmentId }) => segmentId));
      for (const { segmentId, path, reason } of compiled.problems)
        logger.error({ segmentId, path, reason }, 'segment refused');
      refused += bad.size;
      definitions = definitions.filter(({ id }) => !bad.has(id));
    }
  }

  /**
   * The revision of the segments is the last change of any of them, and each has its own: so the same segments have the same revision in every
   * process and after every restart, and a customer is looked at again for what has changed since and for nothing else. At least 1, since 0
   * means that a customer was not evaluated yet.
   */
  #revision(): { revision: number; changedIn: Map<string, number> } {
    const changedIn = new Map<string, number>();
    for (const [key, changedAt] of this.#options.table.changedAt()) {
      if (key.startsWith(segmentPrefix)) changedIn.set(key.slice(segmentPrefix.length), changedAt);
    }
    return { revision: Math.max(1, ...changedIn.values()), changedIn };
  }

  #readAll(): { definitions: SegmentDefinition[]; refused: number } {
    const definitions: SegmentDefinition[] = [];
    let refused = 0;
    for (const [key, bytes] of this.#options.table.entries()) {
      if (!key.startsWith(segmentPrefix)) continue;
      const read = this.#read(key, bytes);
      if (read === 'refused') refused += 1;
      const definition = read === 'refused' ? this.#lastGood.get(key) : read;
      if (definition !== undefined) definitions.push(definition);
    }
    return { definitions: definitions.sort((a, b) => (a.id < b.id ? -1 : 1)), refused };
  }

  /** Undefined for a segment that is switched off. */
  #read(key: string, bytes: Buffer): SegmentDefinition | undefined | 'refused' {
    const { codec, logger } = this.#options;
    try {
      const record = codec.decode('definitions', bytes);
      if (!record.enabled) return undefined;
      const parsed = parseSegment(JSON.parse(record.document));
      if (parsed.ok) {
        const definition = { ...parsed.definition, version: record.version };
        this.#lastGood.set(key, definition);
        return definition;
      }
      for (const { path, reason } of parsed.problems)
        logger.error({ definition: key, path, reason }, 'segment refused');
    } catch (error) {
      logger.error({ definition: key, err: error }, 'segment refused: it cannot be read');
    }
    return 'refused';
  }
}

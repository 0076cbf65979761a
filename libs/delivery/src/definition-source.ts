import { type Codec, type Definition } from '@weir/codec';
import { type Problem } from '@weir/engine';
import { type Automation, parseAutomation } from './automation.ts';
import { checkReferences, type DefinitionParts, type DeliveryDefinitions, indexDefinitions } from './definitions.ts';
import { type Parsed } from './document-schema.ts';
import { parsePromotion, type Promotion } from './promotion.ts';
import { type MessageTemplate, parseTemplate } from './template.ts';

/** The part of a global table that this needs: its entries, and a number that grows with every change. */
export interface DefinitionTable {
  entries(): ReadonlyMap<string, Buffer>;
  revision(): number;
}

export interface DefinitionSourceOptions {
  readonly table: DefinitionTable;
  readonly codec: Pick<Codec, 'decode' | 'resolveSchemas'>;
  /** A definition cannot be used, or refers to something that is not there. */
  readonly onProblem: (definition: string, problem: Problem) => void;
}

/**
 * The automations, templates and promotions on the definitions topic, read anew when one of them changes. One that cannot be read is refused as
 * a whole and reported; the version of it that this process knew before stays in force.
 */
export class DefinitionSource {
  readonly #options: DefinitionSourceOptions;
  readonly #lastGood = new Map<string, Automation | MessageTemplate | Promotion>();
  #seenRevision = -1;
  #reading: Promise<void> | null = null;
  #current: DeliveryDefinitions = indexDefinitions({ automations: [], templates: [], promotions: [] });

  constructor(options: DefinitionSourceOptions) {
    this.#options = options;
  }

  /** Those last read. Begins to read anew when they have changed. */
  current(): DeliveryDefinitions {
    if (this.#options.table.revision() !== this.#seenRevision) {
      this.refresh().catch((error: unknown) =>
        this.#options.onProblem('', { path: '', reason: (error as Error).message }),
      );
    }
    return this.#current;
  }

  /** Resolves when all that is known now has been read; waits while the schema registry is needed and down. */
  refresh(): Promise<void> {
    if (this.#options.table.revision() === this.#seenRevision) return Promise.resolve();
    this.#reading ??= this.#read().finally(() => (this.#reading = null));
    return this.#reading;
  }

  async #read(): Promise<void> {
    const { table, codec, onProblem } = this.#options;
    const revision = table.revision();
    const entries = [...table.entries()];
    await codec.resolveSchemas(
      'definitions',
      entries.map(([, bytes]) => bytes),
    );
    const parts = this.#parseAll(entries);
    for (const automation of parts.automations) {
      for (const problem of checkReferences(automation, parts, null)) onProblem(`automation/${automation.id}`, problem);
    }
    this.#current = indexDefinitions(parts);
    this.#seenRevision = revision;
  }

  #parseAll(entries: readonly (readonly [string, Buffer])[]): DefinitionParts {
    const parts = {
      automations: [] as Automation[],
      templates: [] as MessageTemplate[],
      promotions: [] as Promotion[],
    };
    for (const [key, bytes] of entries) {
      if (key.startsWith('automation/')) this.#parse(key, bytes, parseAutomation, parts.automations);
      if (key.startsWith('template/')) this.#parse(key, bytes, parseTemplate, parts.templates);
      if (key.startsWith('promotion/')) this.#parse(key, bytes, parsePromotion, parts.promotions);
    }
    return parts;
  }

  #parse<T extends Automation | MessageTemplate | Promotion>(
    key: string,
    bytes: Buffer,
    parse: (document: unknown) => Parsed<T>,
    into: T[],
  ): void {
    const definition = this.#decode(key, bytes);
    if (definition?.enabled === false) {
      this.#lastGood.delete(key);
      return;
    }
    const parsed: Parsed<T> = definition === null ? { ok: false, problems: [] } : parse(parseJson(definition.document));
    if (parsed.ok) this.#lastGood.set(key, parsed.value);
    else for (const problem of parsed.problems) this.#options.onProblem(key, problem);
    const usable = this.#lastGood.get(key) as T | undefined;
    if (usable !== undefined) into.push(usable);
  }

  #decode(key: string, bytes: Buffer): Definition | null {
    try {
      return this.#options.codec.decode('definitions', bytes);
    } catch (error) {
      this.#options.onProblem(key, { path: '', reason: (error as Error).message });
      return null;
    }
  }
}

/** Undefined, which no document is, for what is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

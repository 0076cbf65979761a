/** A broker and a schema registry, both ready. */
export interface Stack {
  /** `host:port` each. */
  brokers: string[];
  /** Base of the registry's Confluent API, without a trailing slash. */
  registryUrl: string;
  /** Resolves with a sentence when a part ends by itself; stays pending otherwise. */
  brokenBy: Promise<string>;
  /** Ends everything that was started, and only that; resolves when nothing of it runs. May be called again. */
  stop(): Promise<void>;
}

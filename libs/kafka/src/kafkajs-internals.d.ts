/**
 * The inner modules of KafkaJS 2.2.4 (pinned) that `client.ts` uses: one connection, the seed of a cluster's metadata, and the
 * encoders of some requests. Only what is used is declared.
 */
declare module 'kafkajs/src/cluster/index.js' {
  const Cluster: new (options: Record<string, unknown>) => object;
  export default Cluster;
}

declare module 'kafkajs/src/network/connection.js' {
  const Connection: new (options: Record<string, unknown>) => object;
  export default Connection;
}

declare module 'kafkajs/src/network/socketFactory.js' {
  const createSocketFactory: () => unknown;
  export default createSocketFactory;
}

declare module 'kafkajs/src/protocol/requests/index.js' {
  interface Definition {
    protocol(options: { version: number }): (request: object) => { request: object; response: object };
  }
  type Name = 'Fetch' | 'ListOffsets' | 'InitProducerId' | 'AddPartitionsToTxn' | 'EndTxn';
  const module: { requests: Record<Name, Definition> };
  export default module;
}

declare module 'kafkajs/src/protocol/error.js' {
  const module: { createErrorFromCode(code: number): Error & { type: string; retriable: boolean } };
  export default module;
}

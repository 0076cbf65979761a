/**
 * The inner modules of KafkaJS 2.2.4 (pinned) that `client.ts` uses: one connection, the seed of a cluster's metadata, and the
 * encoders of three requests. Only what is used is declared.
 */
declare module 'kafkajs/src/cluster/index.js' {
  const Cluster: new (options: Record<string, unknown>) => import('./client.ts').InnerCluster;
  export default Cluster;
}

declare module 'kafkajs/src/network/connection.js' {
  const Connection: new (options: Record<string, unknown>) => import('./client.ts').InnerConnection;
  export default Connection;
}

declare module 'kafkajs/src/network/socketFactory.js' {
  const createSocketFactory: () => import('kafkajs').ISocketFactory;
  export default createSocketFactory;
}

declare module 'kafkajs/src/protocol/requests/index.js' {
  interface Definition {
    protocol(options: { version: number }): (request: object) => import('./client.ts').ProtocolCall;
  }
  const module: { requests: { Fetch: Definition; ListOffsets: Definition } };
  export default module;
}

declare module 'kafkajs/src/protocol/error.js' {
  const module: { createErrorFromCode(code: number): Error & { type: string; retriable: boolean } };
  export default module;
}

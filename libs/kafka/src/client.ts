import { type ConnectionOptions } from 'node:tls';
import { type Logger } from '@weir/observability';
import kafkajs, {
  type Admin,
  type Consumer,
  type ISocketFactory,
  type KafkaConfig,
  type LogEntry,
  type PartitionAssigner,
  type Producer,
  type SASLOptions,
} from 'kafkajs';
import Cluster from 'kafkajs/src/cluster/index.js';
import Connection from 'kafkajs/src/network/connection.js';
import createSocketFactory from 'kafkajs/src/network/socketFactory.js';
import errors from 'kafkajs/src/protocol/error.js';
import protocol from 'kafkajs/src/protocol/requests/index.js';
import { decodeFetchAnswer, type PartitionAnswer } from './fetch-response.ts';
import { type TopicPartition } from './port.ts';
import { silenceTimeoutWarning } from './timeout-warning.ts';

/** The only file that knows KafkaJS: what it makes and the inner parts it uses. Everything else goes through the functions below. */
export type { Admin, Consumer, ISocketFactory, PartitionAssigner, Producer };

export interface ClientOptions {
  /** `host:port` of some brokers of the cluster; the rest is learned from them. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly logger: Logger;
  readonly ssl?: boolean | ConnectionOptions;
  readonly sasl?: SASLOptions;
  /** How sockets are opened: tests put a proxy that loses requests or answers in between. */
  readonly socketFactory?: ISocketFactory;
  /** How long one request may take. Default 10,000. */
  readonly requestTimeoutMs?: number;
}

export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
}

export interface InnerCluster {
  readonly brokerPool: {
    readonly versions: object | null;
    findConnectedBroker(): Promise<InnerBroker>;
  };
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}

export interface InnerBroker {
  metadata(topics: readonly string[]): Promise<ClusterMetadata>;
  findGroupCoordinator(options: { groupId: string; coordinatorType: 0 | 1 }): Promise<{ coordinator: BrokerAddress }>;
}

export interface ClusterMetadata {
  readonly brokers: readonly (BrokerAddress & { readonly nodeId: number })[];
  readonly topicMetadata: readonly {
    readonly topic: string;
    readonly partitionMetadata: readonly { readonly partitionId: number; readonly leader: number }[];
  }[];
}

export interface ProtocolCall {
  readonly request: object;
  readonly response: object;
}

export interface InnerConnection {
  readonly socket?: { destroy(): void };
  /** Holds the timer that looks for requests without an answer. */
  readonly requestQueue: { destroy(): void };
  connect(): Promise<unknown>;
  disconnect(): Promise<unknown>;
  isConnected(): boolean;
  rejectRequests(error: Error): void;
  setVersions(versions: object | null): void;
  setSupportAuthenticationProtocol(isSupported: boolean): void;
  send(call: ProtocolCall & { requestTimeout?: number; logResponseError?: boolean }): Promise<unknown>;
}

export interface GroupClientOptions {
  readonly groupId: string;
  readonly assigner: PartitionAssigner;
  readonly sessionTimeoutMs: number;
}

const patientRetry = { initialRetryTime: 100, multiplier: 2, maxRetryTime: 1_000, retries: 20 };
const quickRetry = { initialRetryTime: 50, multiplier: 2, maxRetryTime: 500, retries: 2 };
const connectionTimeout = 3_000;
const readCommitted = 1;
const fetchVersion = 11;
const listOffsetsVersion = 2;

export class Client {
  readonly brokers: readonly string[];
  readonly #options: ClientOptions;
  readonly #socketFactory: ISocketFactory;
  readonly #requestTimeout: number;
  readonly #rootLogger: object;

  constructor(options: ClientOptions) {
    silenceTimeoutWarning();
    this.brokers = options.brokers;
    this.#options = options;
    this.#socketFactory = options.socketFactory ?? (createSocketFactory() as ISocketFactory);
    this.#requestTimeout = options.requestTimeoutMs ?? 10_000;
    this.#rootLogger = this.#kafka(quickRetry).logger();
  }

  idempotentProducer(): Producer {
    return this.#kafka(patientRetry).producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
      retry: patientRetry,
    });
  }

  /** Never restarts by itself after a crash: its owner does. */
  groupConsumer({ groupId, assigner, sessionTimeoutMs }: GroupClientOptions): Consumer {
    return this.#kafka(patientRetry).consumer({
      groupId,
      partitionAssigners: [assigner],
      sessionTimeout: sessionTimeoutMs,
      rebalanceTimeout: sessionTimeoutMs,
      heartbeatInterval: Math.min(1_000, Math.ceil(sessionTimeoutMs / 6)),
      maxWaitTimeInMs: 250,
      allowAutoTopicCreation: false,
      retry: { ...patientRetry, retries: 5, restartOnFailure: () => Promise.resolve(false) },
    });
  }

  admin(): Admin {
    return this.#kafka(patientRetry).admin();
  }

  /** For metadata only. */
  cluster(): InnerCluster {
    const cluster = new Cluster({
      ...this.#network(),
      brokers: [...this.brokers],
      logger: this.#rootLogger,
      retry: quickRetry,
      metadataMaxAge: 300_000,
      allowAutoTopicCreation: false,
      authenticationTimeout: 10_000,
    });
    return cluster as InnerCluster;
  }

  /** One connection to one broker; `versions` are what the cluster's brokers support, needed to authenticate. */
  async connect(address: BrokerAddress, versions: object | null): Promise<InnerConnection> {
    const connection = new Connection({
      ...this.#network(),
      host: address.host,
      port: address.port,
      logger: this.#rootLogger,
    }) as InnerConnection;
    connection.setVersions(versions);
    connection.setSupportAuthenticationProtocol(true);
    await connection.connect();
    return connection;
  }

  #network() {
    const { clientId, ssl, sasl } = this.#options;
    return {
      clientId,
      ssl,
      sasl,
      socketFactory: this.#socketFactory,
      connectionTimeout,
      requestTimeout: this.#requestTimeout,
      enforceRequestTimeout: true,
      reauthenticationThreshold: 10_000,
    };
  }

  #kafka(retry: KafkaConfig['retry']): InstanceType<typeof kafkajs.Kafka> {
    const { clientId, ssl, sasl, logger } = this.#options;
    return new kafkajs.Kafka({
      brokers: [...this.brokers],
      clientId,
      connectionTimeout,
      requestTimeout: this.#requestTimeout,
      socketFactory: this.#socketFactory,
      logLevel: logger.isLevelEnabled('debug') ? kafkajs.logLevel.INFO : kafkajs.logLevel.ERROR,
      logCreator: () => (entry) => forwardLog(logger, entry),
      ...(ssl === undefined ? {} : { ssl }),
      ...(sasl === undefined ? {} : { sasl }),
      ...(retry === undefined ? {} : { retry }),
    });
  }
}

/** Namespaces whose errors are part of normal life (reconnecting, trying again): whoever waits for them says so in a plain line. */
const noisy = new Set(['Connection', 'BrokerPool', 'Producer', 'Cluster', 'Consumer', 'ConsumerGroup', 'Runner']);

function forwardLog(logger: Logger, { namespace, level, log }: LogEntry): void {
  const { message, logger: _logger, timestamp: _timestamp, stack: _stack, ...details } = log;
  const isWarning = level === kafkajs.logLevel.ERROR && !noisy.has(namespace);
  logger[isWarning ? 'warn' : 'debug']({ kafkajs: namespace, ...details }, message);
}

/**
 * Lets go of a connection at once. KafkaJS's own `disconnect` waits for requests under way, such as a long poll, and one that is being
 * encoded at that moment is still sent afterwards: hence the socket is destroyed.
 */
export function dropConnection(connection: InnerConnection, reason: Error): void {
  connection.rejectRequests(reason);
  connection.socket?.destroy();
  connection.requestQueue.destroy();
  void connection.disconnect().catch(() => undefined);
}

/**
 * One Fetch of one partition. Resolves with the answer, also when that is an error of the partition; rejects when the connection fails.
 * The answer is decoded by our own code: KafkaJS's filter of aborted records takes any key of four zero bytes for an abort marker, and
 * admits at most one aborted transaction per record.
 */
export async function fetchPartition(
  connection: InnerConnection,
  { topic, partition }: TopicPartition,
  request: { fetchOffset: number; maxWaitMs: number; maxBytes: number },
): Promise<PartitionAnswer> {
  const fetchOffset = String(request.fetchOffset);
  const { request: encoded } = protocol.requests.Fetch.protocol({ version: fetchVersion })({
    maxWaitTime: request.maxWaitMs,
    minBytes: 1,
    maxBytes: request.maxBytes,
    isolationLevel: readCommitted,
    rackId: '',
    topics: [{ topic, partitions: [{ partition, fetchOffset, maxBytes: request.maxBytes }] }],
  });
  const answer = await connection.send({
    request: encoded,
    response: {
      decode: (frame: Buffer) => Promise.resolve({ frame, clientSideThrottleTime: frame.readInt32BE(0) }),
      parse: ({ frame }: { frame: Buffer }) => Promise.resolve(decodeFetchAnswer(frame)),
    },
    requestTimeout: request.maxWaitMs + 10_000,
    logResponseError: false,
  });
  return answer as PartitionAnswer;
}

/** The first offset in the log (`-2`) or the last stable one (`-1`). */
export async function listOffset(
  connection: InnerConnection,
  { topic, partition }: TopicPartition,
  timestamp: -1 | -2,
): Promise<number> {
  const call = protocol.requests.ListOffsets.protocol({ version: listOffsetsVersion })({
    isolationLevel: readCommitted,
    topics: [{ topic, partitions: [{ partition, timestamp }] }],
  });
  const { responses } = (await connection.send({ ...call, logResponseError: false })) as {
    responses: { partitions: { offset: string }[] }[];
  };
  return Number(responses[0]?.partitions[0]?.offset);
}

/** The requests of KafkaJS that are used as they are, with the version that is asked for. */
const versions = { InitProducerId: 1, AddPartitionsToTxn: 1, EndTxn: 1 } as const;

/** Sends one request and resolves with the decoded answer; rejects with the broker's error, which has a `type`. */
export async function request(
  connection: InnerConnection,
  name: keyof typeof versions,
  body: object,
): Promise<unknown> {
  const call = protocol.requests[name].protocol({ version: versions[name] })(body);
  return connection.send({ ...call, logResponseError: false });
}

const produceKey = 0;
const produceVersion = 3;

/** Sends a Produce request (version 3) whose body is encoded already, and resolves with the frame of the answer. */
export async function produce(connection: InnerConnection, body: Buffer): Promise<Buffer> {
  const answer = await connection.send({
    request: {
      apiKey: produceKey,
      apiVersion: produceVersion,
      apiName: 'Produce',
      expectResponse: () => true,
      encode: () => Promise.resolve({ buf: body, buffer: body }),
    },
    response: {
      decode: (frame: Buffer) => Promise.resolve({ frame, clientSideThrottleTime: 0 }),
      parse: ({ frame }: { frame: Buffer }) => Promise.resolve(frame),
    },
    logResponseError: false,
  });
  return answer as Buffer;
}

/** Kafka's name for an error code, such as NOT_LEADER_FOR_PARTITION, as an error. */
export function kafkaError(code: number): Error & { type: string; retriable: boolean } {
  return errors.createErrorFromCode(code);
}

export interface MemberMetadata {
  readonly version: number;
  readonly topics: string[];
  readonly userData: Buffer;
}

export function encodeMember(metadata: MemberMetadata): Buffer {
  return kafkajs.AssignerProtocol.MemberMetadata.encode(metadata);
}

export function decodeMember(bytes: Buffer): MemberMetadata | null {
  return kafkajs.AssignerProtocol.MemberMetadata.decode(bytes);
}

export function encodeAssignment(assignment: Record<string, number[]>): Buffer {
  return kafkajs.AssignerProtocol.MemberAssignment.encode({ version: 1, assignment, userData: Buffer.alloc(0) });
}

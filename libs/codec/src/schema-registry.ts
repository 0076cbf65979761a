import { COMPATIBILITY, SchemaRegistry as RegistryClient, SchemaType } from '@kafkajs/confluent-schema-registry';
import avsc from 'avsc';
import { setTimeout } from 'node:timers/promises';
import { untilAnswered, type Patience } from './patience.ts';
import { outageReason, refusal, statusOf } from './registry-errors.ts';
import { listSchemaIds, putCompatibility, splitCredentials } from './registry-requests.ts';

/** Every subject of Weir: a new reader reads all that was ever written. */
const compatibility = COMPATIBILITY.BACKWARD_TRANSITIVE;
const requestTimeoutMs = 10_000;
/** How often two processes that register one subject at the same moment may get in each other's way. */
const registrationAttempts = 5;
const racePauseMs = 50;

export interface SchemaRegistry {
  /** The id of the schema under this subject, or null when it is not registered there. */
  find(subject: string, schema: unknown): Promise<number | null>;
  /** The id of the schema under this subject, registering it when it is not. Throws WEIR_SCHEMA_REFUSED. */
  idOf(subject: string, schema: unknown): Promise<number>;
  /** As `idOf`, and makes sure of the subject's compatibility even when the schema is known. */
  register(subject: string, schema: unknown): Promise<number>;
  /** The ids of all schemas that the subject has had. */
  idsOf(subject: string): Promise<number[]>;
  /** The schema of an id, or null when the registry does not know it or it is not Avro. */
  schemaOf(id: number): Promise<unknown>;
}

export interface SchemaRegistryOptions extends Patience {
  /** May hold a user name and password. */
  readonly url: string;
}

/** The registry at a URL. While it is down every method waits and says so. */
export function createSchemaRegistry({ url, ...patience }: SchemaRegistryOptions): SchemaRegistry {
  const { host, auth } = splitCredentials(url);
  const access = { host, auth, timeoutMs: requestTimeoutMs };
  const clientOptions: ClientOptions = { host, clientId: 'weir', retry: { retries: 0 }, middlewares: [withTimeout] };
  if (auth !== null) clientOptions.auth = auth;
  const client = new RegistryClient(clientOptions, { [SchemaType.AVRO]: { typeHook: nameUnion } });
  const ask = <T>(purpose: string, attempt: () => Promise<T>): Promise<T> =>
    untilAnswered(
      attempt,
      (error) => {
        const reason = outageReason(error);
        return reason === null ? null : `Waiting for the schema registry at ${host} to ${purpose}: ${reason}.`;
      },
      patience,
    );

  const refused = (purpose: string, error: unknown): unknown =>
    patience.signal?.aborted === true ? error : refusal(purpose, host, error);

  /** The client sets the compatibility of subjects that it creates, and refuses to go on with those that have another. */
  const requireCompatibility = (subject: string): Promise<void> =>
    ask(`set the compatibility of ${subject}`, () => putCompatibility(access, subject, compatibility));

  const register = async (subject: string, schema: unknown): Promise<number> => {
    for (let attempt = 1; ; attempt++) {
      try {
        await requireCompatibility(subject);
        const { id } = await ask(`register ${subject}`, () =>
          client.register(avro(schema), { subject, compatibility }),
        );
        return id;
      } catch (error) {
        if (!mayBeRace(error) || attempt >= registrationAttempts) throw refused(`register ${subject}`, error);
        await setTimeout(racePauseMs * attempt);
      }
    }
  };

  const find = async (subject: string, schema: unknown): Promise<number | null> => {
    try {
      return await ask(`look up ${subject}`, () => client.getRegistryIdBySchema(subject, avro(schema)));
    } catch (error) {
      // So the client tells of a 404, and of nothing else.
      if ((error as Error).name === 'ConfluentSchemaRegistryError') return null;
      throw refused(`look up ${subject}`, error);
    }
  };

  return {
    register,
    find,
    idOf: async (subject, schema) => (await find(subject, schema)) ?? register(subject, schema),
    async idsOf(subject) {
      try {
        return await ask(`list the schemas of ${subject}`, () => listSchemaIds(access, subject));
      } catch (error) {
        throw refused(`list the schemas of ${subject}`, error);
      }
    },
    async schemaOf(id) {
      try {
        const found: unknown = await ask(`fetch schema ${id}`, () => client.getSchema(id));
        return avsc.Type.isType(found) ? (found as avsc.Type).schema() : null;
      } catch (error) {
        if (statusOf(error) === 404 || (error as Error).name === 'ConfluentSchemaRegistryArgumentError') return null;
        throw refused(`fetch schema ${id}`, error);
      }
    },
  };
}

/**
 * Another process has just created the subject (a registry may answer that with 409, as it does for schemas that do not go
 * together) or has not yet set its compatibility: looking again tells.
 */
function mayBeRace(error: unknown): boolean {
  return statusOf(error) === 409 || (error as Error).name === 'ConfluentSchemaRegistryCompatibilityError';
}

function avro(schema: unknown): { type: SchemaType.AVRO; schema: string } {
  return { type: SchemaType.AVRO, schema: JSON.stringify(schema) };
}

type ClientOptions = ConstructorParameters<typeof RegistryClient>[0];
type Middleware = NonNullable<ClientOptions['middlewares']>[number];

/** The client would wait for ever for a registry that takes a request and never answers. */
const withTimeout: Middleware = () => ({
  prepareRequest: async (next) => (await next()).enhance({ timeout: requestTimeoutMs }),
});

/**
 * The client registers only what has a name, which a union of records, one per event type, has not. It calls this for every
 * part of a schema; nothing is registered yet when it comes to the whole.
 */
function nameUnion(schema: unknown, { registry }: Pick<avsc.ForSchemaOptions, 'registry'>): avsc.Type | undefined {
  if (!Array.isArray(schema) || Object.keys(registry).length > 0) return undefined;
  const union = avsc.Type.forSchema(schema as avsc.Schema);
  return Object.create(union, { name: { value: 'union' } }) as avsc.Type;
}

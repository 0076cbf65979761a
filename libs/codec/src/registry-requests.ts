export type Credentials = Record<'username' | 'password', string>;

/** What the registry client does not offer, asked for directly. */
export interface RegistryAccess {
  readonly host: string;
  readonly auth: Credentials | null;
  readonly timeoutMs: number;
}

/**
 * Sets the compatibility of a subject. Rejects with the status of the answer as `status`. A subject that does not exist yet may be no error.
 */
export async function putCompatibility(access: RegistryAccess, subject: string, compatibility: string): Promise<void> {
  // Some registries have no settings for a subject before its first schema: they answer 404, and the client sets them then.
  await ask(access, 'PUT', `/config/${encodeURIComponent(subject)}`, { compatibility });
}

/** The ids of all schemas that were ever registered under a subject and not deleted; none when it does not exist. */
export async function listSchemaIds(access: RegistryAccess, subject: string): Promise<number[]> {
  const versions = `/subjects/${encodeURIComponent(subject)}/versions`;
  const numbers = ((await ask(access, 'GET', versions)) ?? []) as number[];
  const entries = await Promise.all(numbers.map((version) => ask(access, 'GET', `${versions}/${version}`)));
  return entries.flatMap((entry) => (entry === null ? [] : [(entry as { id: number }).id]));
}

/** The answer, parsed; null for a 404. Any other failure rejects with its status as `status`. */
async function ask(
  { host, auth, timeoutMs }: RegistryAccess,
  method: string,
  path: string,
  body?: object,
): Promise<unknown> {
  const response = await fetch(`${host}${path}`, {
    method,
    headers: {
      'content-type': 'application/vnd.schemaregistry.v1+json',
      ...(auth === null ? {} : { authorization: basicAuthorization(auth) }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const answer = await response.text();
  if (response.status === 404) return null;
  if (!response.ok) throw Object.assign(new Error(answer), { status: response.status });
  return JSON.parse(answer);
}

/** The URL without its user name and password, which must not show up in any message. */
export function splitCredentials(url: string): { host: string; auth: Credentials | null } {
  const parsed = new URL(url);
  const { username, password } = parsed;
  parsed.username = '';
  parsed.password = '';
  const auth =
    username === '' ? null : { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  return { host: parsed.href.replace(/\/+$/, ''), auth };
}

function basicAuthorization({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

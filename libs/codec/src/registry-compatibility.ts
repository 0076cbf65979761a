export type Credentials = Record<'username' | 'password', string>;

export interface CompatibilityRequest {
  readonly host: string;
  readonly auth: Credentials | null;
  readonly subject: string;
  readonly compatibility: string;
  readonly timeoutMs: number;
}

/**
 * Sets the compatibility of a subject: the one request that the registry client does not offer.
 * Rejects with the status of the answer as `status`. A subject that does not exist yet may be no error.
 */
export async function putCompatibility(request: CompatibilityRequest): Promise<void> {
  const { host, auth, subject, compatibility, timeoutMs } = request;
  const response = await fetch(`${host}/config/${encodeURIComponent(subject)}`, {
    method: 'PUT',
    headers: {
      'content-type': 'application/vnd.schemaregistry.v1+json',
      ...(auth === null ? {} : { authorization: basicAuthorization(auth) }),
    },
    body: JSON.stringify({ compatibility }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const answer = await response.text();
  // Some registries have no settings for a subject before its first schema: they answer 404, and the client sets them then.
  if (response.ok || response.status === 404) return;
  throw Object.assign(new Error(answer), { status: response.status });
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

import { CodecError } from './codec-error.ts';

export function statusOf(error: unknown): number | undefined {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  return typeof status === 'number' ? status : undefined;
}

/**
 * Why the registry cannot be asked just now, or null when it has answered.
 * The client tells a failed connection as status 400 with the failure in words, a real 400 with the registry's own message.
 */
export function outageReason(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const status = statusOf(error);
  if (status === undefined) {
    const isNetwork = error.name === 'TimeoutError' || (error instanceof TypeError && error.message === 'fetch failed');
    return isNetwork ? (error.cause instanceof Error ? error.cause.message : error.message) : null;
  }
  const unanswered = / - Error, status 400: (.*)$/s.exec(error.message)?.[1];
  if (status === 400 && unanswered !== undefined) return unanswered;
  return status >= 500 || status === 408 || status === 429 ? `it answered ${status}` : null;
}

/** What to do about an answer that will not change by waiting. */
export function refusal(purpose: string, host: string, cause: unknown): CodecError {
  const status = statusOf(cause);
  const words = cause instanceof Error ? cause.message : String(cause);
  return new CodecError(
    'WEIR_SCHEMA_REFUSED',
    `Could not ${purpose} at ${host}: ${words}${status === undefined ? '' : ` (${status})`}. ${advice(status)}`,
    { cause },
  );
}

function advice(status: number | undefined): string {
  switch (status) {
    case 409:
      return 'The schema does not go together with an earlier one of this subject: an older or newer Weir, or another program, registered it. Upgrade Weir, or use a topic prefix of its own; see schemas/README.md on how schemas evolve.';
    case 401:
    case 403:
      return 'Put the user name and password into the URL of the registry, and let that user read and write these subjects.';
    case 404:
      return 'Is this the path of a Confluent-compatible API? Apicurio has it at /apis/ccompat/v7.';
    case 422:
      return 'The registry does not take the schema or the compatibility BACKWARD_TRANSITIVE: check that it is a Confluent-compatible one that supports Avro.';
    default:
      return 'Check that the URL is that of a Confluent-compatible schema registry.';
  }
}

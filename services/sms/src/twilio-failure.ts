import { type SendOutcome } from '@weir/delivery';

/** What the SDK throws: an answer of the API has `status` and a numeric `code`, a failure of the network a textual `code`. */
export interface TwilioFailure {
  readonly message: string;
  readonly status?: number | undefined;
  readonly code?: number | string | undefined;
  readonly syscall?: string | undefined;
}

/** Not a number, not one that can get text messages, or one that cannot be reached. */
const badNumbers = new Set<unknown>([21211, 21214, 21217, 21614]);
/** The customer has answered STOP. */
const unsubscribed = 21610;
/** Wrong credentials, no such account, too many requests, out of service: the message is not to blame, and was not taken. */
const notTaken = new Set([401, 403, 404, 429, 503]);
/** Before a connection stands. */
const notConnected = new Set<unknown>(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH']);

/** What a failure means for the message. Twilio takes no idempotency key: without an answer nobody can tell whether it was sent. */
export function outcomeOfFailure(failure: TwilioFailure, recipient: string): SendOutcome {
  const { status, code, syscall } = failure;
  const reason = describe(failure, recipient);
  if (status === undefined) {
    const isConnected = !notConnected.has(code) && syscall !== 'connect';
    return isConnected ? { kind: 'unknown', reason } : { kind: 'unavailable', because: 'provider', reason };
  }
  if (badNumbers.has(code)) return { kind: 'refused', because: 'address', reason };
  if (code === unsubscribed) return { kind: 'refused', because: 'unsubscribed', reason };
  if (notTaken.has(status)) return { kind: 'unavailable', because: 'provider', reason };
  return status < 500 && status !== 408 ? { kind: 'refused', because: 'message', reason } : { kind: 'unknown', reason };
}

/** Without the number: reasons are published. */
function describe({ message, status, code }: TwilioFailure, recipient: string): string {
  const text = String(message).replaceAll(recipient, 'the number').replaceAll(/\s+/g, ' ').trim();
  return `Twilio ${code ?? status ?? 'failure'}: ${text}`.slice(0, 200);
}

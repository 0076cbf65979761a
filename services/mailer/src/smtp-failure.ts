import { type SendOutcome } from '@weir/delivery';

/** What nodemailer tells of a failure: the server's reply code, if it gave one, and the step at which it happened. */
export interface SmtpFailure {
  readonly message: string;
  readonly code?: string | undefined;
  readonly command?: string | undefined;
  readonly responseCode?: number | undefined;
}

/**
 * What a failure means for the message. `isHandedOver` tells whether any of the message itself was sent: from then on only a reply of the server
 * is proof that it was not taken; before, nothing can have happened.
 *
 * A refusal of the sender or of the login concerns every message, so it is the provider that is unavailable until someone sets it right.
 */
export function outcomeOfFailure(failure: SmtpFailure, isHandedOver: boolean, recipient: string): SendOutcome {
  const { code, command, responseCode } = failure;
  const reason = describe(failure, recipient);
  const isPermanent = responseCode !== undefined && responseCode >= 500;
  if (command === 'RCPT TO') {
    return isPermanent
      ? { kind: 'refused', because: 'address', reason }
      : { kind: 'unavailable', because: 'address', reason };
  }
  if (command === 'DATA' && responseCode !== undefined) {
    return isPermanent
      ? { kind: 'refused', because: 'message', reason }
      : { kind: 'unavailable', because: 'provider', reason };
  }
  if (isHandedOver) return { kind: 'unknown', reason };
  if (code === 'EMESSAGE') return { kind: 'refused', because: 'message', reason };
  return { kind: 'unavailable', because: 'provider', reason };
}

/** The reply without the address, which servers like to repeat: reasons are published. */
function describe({ message, code, responseCode }: SmtpFailure, recipient: string): string {
  const text = message.replaceAll(recipient, 'the address').replaceAll(/\s+/g, ' ').trim();
  return `SMTP ${responseCode ?? code ?? 'failure'}: ${text}`.slice(0, 200);
}

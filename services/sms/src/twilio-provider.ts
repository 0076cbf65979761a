import { type SendOutcome, type Sms } from '@weir/delivery';
import twilio from 'twilio';
import { type SmsProvider } from './provider.ts';
import { outcomeOfFailure, type TwilioFailure } from './twilio-failure.ts';

export interface TwilioOptions {
  readonly accountSid: string;
  readonly authToken: string;
  /** Null: Twilio's own. */
  readonly baseUrl: string | null;
  readonly timeoutMs: number;
}

/** Sends over Twilio's Messages API. */
export function createTwilioProvider({ accountSid, authToken, baseUrl, timeoutMs }: TwilioOptions): SmsProvider {
  // No kept-alive connections: one that the server closes just as we write would leave a message in doubt for nothing.
  const client = twilio(accountSid, authToken, { timeout: timeoutMs, keepAlive: false, autoRetry: false });
  if (baseUrl !== null) client.api.baseUrl = baseUrl;
  const underWay = new Set<Promise<unknown>>();

  async function send({ from, to, text }: Sms): Promise<SendOutcome> {
    const sender = /^MG[0-9a-fA-F]{32}$/.test(from) ? { messagingServiceSid: from } : { from };
    try {
      await client.messages.create({ ...sender, to, body: text });
      return { kind: 'accepted' };
    } catch (error) {
      return outcomeOfFailure(error as TwilioFailure, to);
    }
  }

  return {
    send(sms) {
      const sending = send(sms);
      underWay.add(sending);
      return sending.finally(() => underWay.delete(sending));
    },
    async close() {
      await Promise.allSettled(underWay);
    },
  };
}

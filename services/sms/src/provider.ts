import { type MessageProvider, type Sms } from '@weir/delivery';

/** A way to send text messages. One file per provider; `service.ts` chooses. */
export interface SmsProvider extends MessageProvider<Sms> {
  /** Lets messages under way come to their end. */
  close(): Promise<void>;
}

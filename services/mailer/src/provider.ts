import { type Email, type MessageProvider } from '@weir/delivery';

/** A way to send e-mails. One file per provider; `service.ts` chooses. */
export interface EmailProvider extends MessageProvider<Email> {
  /** Lets messages under way come to their end, and gives up what is held open. */
  close(): Promise<void>;
}

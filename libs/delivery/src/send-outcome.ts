/** What a provider made of a message. */
export type SendOutcome =
  /** It has taken the message over. */
  | { readonly kind: 'accepted' }
  /** It will never take this message: no such address, the customer has told the provider to stop, or the message itself. Nothing was sent. */
  | { readonly kind: 'refused'; readonly because: 'address' | 'unsubscribed' | 'message'; readonly reason: string }
  /** It certainly has not taken the message, and may later: nobody answers, or this mailbox is full. */
  | { readonly kind: 'unavailable'; readonly because: 'provider' | 'address'; readonly reason: string }
  /** The connection broke after the message was handed over and before it was answered. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** Sends messages of one channel. `send` never rejects: what went wrong is an outcome. */
export interface MessageProvider<M> {
  send(message: M): Promise<SendOutcome>;
}

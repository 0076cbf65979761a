import { fold } from './text.ts';

/** What a shop's order status means, whatever the shop calls it. */
export const statusGroupNames = ['new', 'paid', 'completed', 'cancelled', 'returned'] as const;
export type StatusGroup = (typeof statusGroupNames)[number];

/** What all segments of an account take for granted. */
export interface AccountSettings {
  /** IANA; of segments that name none, and of customers without one of their own. */
  readonly timeZone: string;
  /** ISO 4217; of amounts whose currency a segment does not name. */
  readonly currency: string;
  /** By the shop's own status code; a code that is not listed is `new`. */
  readonly statusGroups: Readonly<Record<string, StatusGroup>>;
}

const codes: Readonly<Record<StatusGroup, readonly string[]>> = {
  new: ['new', 'created', 'pending', 'processing', 'confirmed', 'awaiting-payment', 'on-hold'],
  paid: ['paid', 'assembling', 'packed', 'ready', 'shipped', 'sent', 'delivering', 'in-delivery'],
  completed: ['complete', 'completed', 'delivered', 'done', 'closed', 'fulfilled'],
  cancelled: [
    'cancel',
    'cancelled',
    'canceled',
    'cancel-other',
    'no-call',
    'no-product',
    'failed',
    'rejected',
    'expired',
  ],
  returned: ['return', 'returned', 'refund', 'refunded', 'partially-returned'],
};

/** Codes in common use, for accounts that configure none. */
export const defaultStatusGroups: Readonly<Record<string, StatusGroup>> = Object.fromEntries(
  statusGroupNames.flatMap((group) => codes[group].map((code) => [code, group])),
);

/** The group of a code. Codes compare as all text does. */
export function groupLookup(groups: Readonly<Record<string, StatusGroup>>): (code: string) => StatusGroup {
  const byCode = new Map(Object.entries(groups).map(([code, group]) => [fold(code), group]));
  return (code) => byCode.get(fold(code)) ?? 'new';
}

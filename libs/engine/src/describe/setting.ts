import type { AccountSettings } from '../account.ts';

/** What a clause must say besides, unless it is said once for all clauses. */
export type Note =
  /** Days and months are added to an order or a date, in local time. */
  | { readonly kind: 'forward'; readonly from: string }
  /** Local midnights count. */
  | { readonly kind: 'zone' };

/** What leaves are described with. */
export interface Setting {
  readonly account: AccountSettings;
  /** What a segment that is referred to is called. */
  readonly nameOf: (segmentId: string) => string;
  /** Where the note belongs in a clause: in brackets after a space, or nothing where the notes stand at the head. */
  note(note: Note): string;
  /** Orders are meant without the cancelled and returned ones. */
  leavesOutCancelled(): void;
}

/** `Europe/Moscow` is Moscow time; a zone without a place is called by its name. */
export function zoneWords(timeZone: string): string {
  if (timeZone === 'customer') return 'the customer’s own time zone';
  const isPlace = /^(?!Etc\/)[A-Za-z_-]+\/[A-Za-z_/-]+$/.test(timeZone);
  return isPlace ? `${(timeZone.split('/').at(-1) ?? '').replaceAll('_', ' ')} time` : timeZone;
}

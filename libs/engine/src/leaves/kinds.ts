import { bucket } from './bucket.ts';
import { consent } from './consent.ts';
import { customer } from './customer.ts';
import { ids } from './ids.ts';
import { inSegmentFor } from './in-segment-for.ts';
import type { Offered } from '../json-schema.ts';
import type { LeafKind, LeafSpelling } from './leaf.ts';
import { loyalty } from './loyalty.ts';
import { orders } from './orders.ts';
import { rfm } from './rfm.ts';
import { notSegment, segment } from './segment.ts';
import { unsupported } from './unsupported.ts';

/** The one table of leaves, by the name that a document gives them. */
const kinds: Readonly<Record<string, LeafSpelling>> = {
  customer,
  orders,
  consent,
  loyalty,
  segment,
  notSegment,
  inSegmentFor,
  enteredSegment: unsupported('enteredSegment', 'the instants of past entries'),
  rfm,
  bucket,
  ids,
  activity: unsupported('activity', 'activity events'),
  sequence: unsupported('sequence', 'activity events'),
  messages: unsupported('messages', 'message events'),
  contactable: unsupported('contactable', 'message events, which tell of bounces and complaints'),
};

export const leafNames: readonly string[] = Object.keys(kinds);

export const leafSchemas: Offered = Object.fromEntries(
  Object.entries(kinds).map(([name, { schema }]) => [name, schema]),
);

export function leafSpelling(name: string): LeafSpelling | undefined {
  return Object.hasOwn(kinds, name) ? kinds[name] : undefined;
}

/** The kind of a leaf that was parsed. */
export function leafKind(name: string): LeafKind<object> {
  const kind = kinds[name];
  if (kind === undefined || !('compile' in kind)) throw new Error(`no kind of leaf ${name}`);
  return kind as LeafKind<object>;
}

import { activity } from './activity.ts';
import { bucket } from './bucket.ts';
import { changed } from './changed.ts';
import { consent } from './consent.ts';
import { contactable } from './contactable.ts';
import { customer } from './customer.ts';
import { enteredSegment } from './entered-segment.ts';
import { ids } from './ids.ts';
import { inSegmentFor } from './in-segment-for.ts';
import type { Offered } from '../json-schema.ts';
import type { LeafKind, LeafSpelling } from './leaf.ts';
import { loyalty } from './loyalty.ts';
import { messages } from './messages.ts';
import { orders } from './orders.ts';
import { rfm } from './rfm.ts';
import { notSegment, segment } from './segment.ts';
import { sequence } from './sequence.ts';

/** The one table of leaves, by the name that a document gives them. */
const kinds: Readonly<Record<string, LeafSpelling>> = {
  customer,
  orders,
  consent,
  contactable,
  loyalty,
  segment,
  notSegment,
  inSegmentFor,
  enteredSegment,
  rfm,
  bucket,
  ids,
  activity,
  sequence,
  messages,
};

/** Leaves that documents spell within others: operators of the fields of `customer`. */
const innerKinds: Readonly<Record<string, Pick<LeafKind<never>, 'compile'>>> = { changed };

export const leafNames: readonly string[] = Object.keys(kinds);

export const leafSchemas: Offered = Object.fromEntries(
  Object.entries(kinds).map(([name, { schema }]) => [name, schema]),
);

export function leafSpelling(name: string): LeafSpelling | undefined {
  return Object.hasOwn(kinds, name) ? kinds[name] : undefined;
}

/** The kind of a leaf that was parsed. */
export function leafKind(name: string): Omit<LeafKind<object>, keyof LeafSpelling> {
  const kind = kinds[name] ?? innerKinds[name];
  if (kind === undefined || !('compile' in kind)) throw new Error(`no kind of leaf ${name}`);
  return kind;
}

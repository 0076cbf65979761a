import type { LeafCondition } from '../condition.ts';
import { activity } from './activity.ts';
import { bucket, ids } from './chosen.ts';
import { changed } from './changed.ts';
import type { Words } from './clause.ts';
import { consent } from './consent.ts';
import { contactable } from './contactable.ts';
import { customer } from './customer.ts';
import type { Describer } from './describer.ts';
import { enteredSegment, inSegmentFor, segment } from './membership.ts';
import { messages } from './messages.ts';
import { orders } from './orders.ts';
import { sequence } from './sequence.ts';
import type { Setting } from './setting.ts';

/** The one table of leaves in words; `loyalty` and `rfm` are spellings of others and never get here. */
const describers: Readonly<Record<string, Describer<never>>> = {
  customer,
  orders,
  activity,
  messages,
  sequence,
  consent,
  contactable,
  segment,
  notSegment: segment,
  inSegmentFor,
  enteredSegment,
  changed,
  bucket,
  ids,
};

export function leafWords({ leaf, spec }: LeafCondition, setting: Setting): Words {
  const describer = describers[leaf];
  if (describer === undefined) throw new Error(`no words for the leaf ${leaf}`);
  return describer(spec as never, setting);
}

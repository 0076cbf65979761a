import type { OrdersSpec } from '../leaves/orders.ts';
import { aggregateWords } from './aggregates.ts';
import type { Describer } from './describer.ts';
import { durationWords } from './quantity-words.ts';

/** A customer too new to have been quiet for so long is left out where the author asked for that. */
export const orders: Describer<OrdersSpec> = (spec, setting) => {
  const { yes, no } = aggregateWords(spec, setting);
  if (spec.since === null || spec.window?.kind !== 'inLast') return { yes, no };
  const length = durationWords(spec.window.length);
  return {
    yes: `${yes}, and their profile was created at least ${length} ago`,
    no: `${no}, or their profile was created less than ${length} ago (or is not known)`,
  };
};

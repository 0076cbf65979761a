import { BUCKETS, type BucketSpec } from '../leaves/bucket.ts';
import type { IdsSpec } from '../leaves/ids.ts';
import { quote, quotedList } from './clause.ts';
import type { Describer } from './describer.ts';
import { numberWords, percentWords } from './quantity-words.ts';

/** Lists of customers, longer ones by their length. */
const MAX_NAMED = 5;

export const ids: Describer<IdsSpec> = ({ ids: named }) => {
  const [only = ''] = named;
  if (named.length === 1) return { yes: `they are the customer ${only}`, no: `they are not the customer ${only}` };
  const who =
    named.length <= MAX_NAMED
      ? `the customers ${quotedList(named, 'and')}`
      : `the ${numberWords(named.length)} customers named by their ids`;
  return { yes: `they are among ${who}`, no: `they are not among ${who}` };
};

export const bucket: Describer<BucketSpec> = ({ salt, from, to }) => {
  const part = percentWords((to - from) / BUCKETS);
  const who = `the ${part} of customers that the lot ${quote(salt)} picks (numbers ${from} to ${to - 1} of 0 to ${BUCKETS - 1})`;
  return { yes: `they are among ${who}`, no: `they are not among ${who}` };
};

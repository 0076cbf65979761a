import type { InSegmentForSpec } from '../leaves/in-segment-for.ts';
import type { SegmentSpec } from '../leaves/segment.ts';
import { opposite, quote } from './clause.ts';
import type { Describer } from './describer.ts';
import { durationWords } from './quantity-words.ts';

export const segment: Describer<SegmentSpec> = ({ id, wanted }, { nameOf }) => {
  const name = quote(nameOf(id));
  const words = { yes: `they are in the segment ${name}`, no: `they are not in the segment ${name}` };
  return wanted ? words : opposite(words);
};

export const inSegmentFor: Describer<InSegmentForSpec> = ({ id, atLeast }, setting) => {
  const name = quote(setting.nameOf(id));
  const isCalendar = atLeast.months > 0 || atLeast.days > 0;
  const note = isCalendar ? setting.note({ kind: 'forward', from: 'the entry' }) : '';
  const length = `for at least ${durationWords(atLeast)} without a break${note}`;
  return {
    yes: `they have been in the segment ${name} ${length}`,
    no: `they have not been in the segment ${name} ${length}`,
  };
};

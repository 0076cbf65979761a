import type { EnteredSegmentSpec } from '../leaves/entered-segment.ts';
import type { InSegmentForSpec } from '../leaves/in-segment-for.ts';
import type { SegmentSpec } from '../leaves/segment.ts';
import type { Duration } from '../duration.ts';
import { opposite, quote } from './clause.ts';
import type { Describer } from './describer.ts';
import { durationWords } from './quantity-words.ts';
import type { Setting } from './setting.ts';

export const segment: Describer<SegmentSpec> = ({ id, wanted }, { nameOf }) => {
  const name = quote(nameOf(id));
  const words = { yes: `they are in the segment ${name}`, no: `they are not in the segment ${name}` };
  return wanted ? words : opposite(words);
};

export const inSegmentFor: Describer<InSegmentForSpec> = ({ id, atLeast }, setting) => {
  const name = quote(setting.nameOf(id));
  const note = fromEntry(atLeast, setting);
  const length = `for at least ${durationWords(atLeast)} without a break${note}`;
  return {
    yes: `they have been in the segment ${name} ${length}`,
    no: `they have not been in the segment ${name} ${length}`,
  };
};

export const enteredSegment: Describer<EnteredSegmentSpec> = ({ id, inLast }, setting) => {
  const what = `the segment ${quote(setting.nameOf(id))} less than ${durationWords(inLast)} ago${fromEntry(inLast, setting)}`;
  return {
    yes: `they last entered ${what}, whether they have left it since or not`,
    no: `they did not enter ${what}`,
  };
};

function fromEntry({ months, days }: Duration, setting: Setting): string {
  return months > 0 || days > 0 ? setting.note({ kind: 'forward', from: 'the entry' }) : '';
}

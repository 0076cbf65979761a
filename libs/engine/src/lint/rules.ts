import { alwaysHolds } from './always-holds.ts';
import { monthEndTrap } from './month-end.ts';
import { nameAndTime } from './name-and-time.ts';
import { neverHolds } from './never-holds.ts';
import { subsets, twins } from './overlap.ts';
import { repetition } from './repetition.ts';
import type { Rule } from './rule.ts';
import { timeZoneTrap } from './time-zone.ts';
import { unseenField } from './unseen-field.ts';

/** The one table of rules, by the names that warnings give them. */
export const rules: Readonly<Record<string, Rule>> = {
  'never-holds': neverHolds,
  'always-holds': alwaysHolds,
  repetition,
  twin: twins,
  subset: subsets,
  'name-and-time': nameAndTime,
  'month-end': monthEndTrap,
  'time-zone': timeZoneTrap,
  'unseen-field': unseenField,
};

import { SortedNumbers } from '../tracks/sorted-numbers.ts';
import type { TallyKind } from '../tracks/tally.ts';
import type { Unit } from './running-total.ts';
import type { Match } from './selection.ts';

/** The amounts of each order or item. */
export const amounts: Readonly<Record<Unit, TallyKind<SortedNumbers<Match>>>> = {
  orders: { key: 'amounts of orders', create: () => new SortedNumbers<Match>(({ total }) => [total]) },
  items: {
    key: 'amounts of items',
    looksInside: true,
    create: () => new SortedNumbers<Match>(({ items }) => items.map(({ amount }) => amount)),
  },
};

import type { TrackPlan } from './track-plan.ts';
import type { Order } from '../facts.ts';
import { fold } from '../text.ts';
import type { Selection } from './selection.ts';

/** A selection with all windows through which it is seen. */
interface Group {
  readonly selection: Selection;
  readonly plans: readonly TrackPlan[];
}

const none: readonly Group[] = [];

/** Which selections an order may be in, found by the categories of its items: most selections ask for one that it has not. */
export class SelectionIndex {
  readonly #always: readonly Group[];
  readonly #byCategory = new Map<string, Group[]>();

  constructor(plans: Iterable<TrackPlan>) {
    const groups = [...Map.groupBy(plans, ({ selection }) => selection)].map(([selection, own]) => ({
      selection,
      plans: own,
    }));
    this.#always = groups.filter(({ selection }) => selection.categories === null);
    for (const group of groups) {
      for (const category of group.selection.categories ?? []) {
        const known = this.#byCategory.get(category);
        if (known === undefined) this.#byCategory.set(category, [group]);
        else known.push(group);
      }
    }
  }

  /** Each at most once; all of which it is in among them. */
  visit(orders: readonly Order[], each: (selection: Selection, plans: readonly TrackPlan[]) => void): void {
    for (const { selection, plans } of this.#always) each(selection, plans);
    if (this.#byCategory.size === 0) return;
    const visited = new Set<Group>();
    for (const { items } of orders) {
      for (const { categories } of items) {
        for (const category of categories) {
          for (const group of this.#byCategory.get(fold(category)) ?? none) {
            if (visited.has(group)) continue;
            visited.add(group);
            each(group.selection, group.plans);
          }
        }
      }
    }
  }
}

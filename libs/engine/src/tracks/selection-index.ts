import type { Activity, Message, Order } from '../facts.ts';
import { labelsOfMessage } from '../messages/origins.ts';
import { fold } from '../text.ts';
import type { Fact, Selection, Source } from './selection.ts';
import type { TrackPlan } from './track-plan.ts';

/** A selection with all windows through which it is seen. */
interface Group {
  readonly selection: Selection;
  readonly plans: readonly TrackPlan[];
  /** The last visit that came here. */
  visit: number;
}

const none: readonly Group[] = [];

/** The labels that a fact of each source bears, not folded. */
const labelsOf: Readonly<Record<Source, (fact: Fact, each: (label: string) => void) => void>> = {
  orders: (order, each) => {
    for (const { categories } of (order as Order).items) for (const category of categories) each(category);
  },
  activities: (activity, each) => each((activity as Activity).name),
  messages: (message, each) => labelsOfMessage(message as Message, each),
};

/** Which selections of a source a fact may be in, found by its labels: most selections ask for one that it has not. */
export class SelectionIndex {
  readonly #always: readonly Group[];
  readonly #byLabel = new Map<string, Group[]>();
  readonly #labelsOf: (typeof labelsOf)[Source];
  #visits = 0;

  constructor(source: Source, plans: Iterable<TrackPlan>) {
    this.#labelsOf = labelsOf[source];
    const ofSource = [...plans].filter(({ selection }) => selection.source === source);
    const groups = [...Map.groupBy(ofSource, ({ selection }) => selection)].map(([selection, own]) => ({
      selection,
      plans: own,
      visit: 0,
    }));
    this.#always = groups.filter(({ selection }) => selection.labels === null);
    for (const group of groups) {
      for (const label of group.selection.labels ?? []) {
        const known = this.#byLabel.get(label);
        if (known === undefined) this.#byLabel.set(label, [group]);
        else known.push(group);
      }
    }
  }

  /** Each at most once; all of which one of the facts is in among them. */
  visit(facts: readonly Fact[], each: (selection: Selection, plans: readonly TrackPlan[]) => void): void {
    for (const { selection, plans } of this.#always) each(selection, plans);
    if (this.#byLabel.size === 0) return;
    const visit = ++this.#visits;
    const visitGroups = (label: string): void => {
      for (const group of this.#byLabel.get(fold(label)) ?? none) {
        if (group.visit === visit) continue;
        group.visit = visit;
        each(group.selection, group.plans);
      }
    };
    for (const fact of facts) this.#labelsOf(fact, visitGroups);
  }
}

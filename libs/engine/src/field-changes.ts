import type { CustomerState } from './customer-state.ts';
import type { FieldChange, Profile } from './facts.ts';

type ByField = ReadonlyMap<string, readonly FieldChange[]>;

/** Shared by all customers who changed nothing. */
const none: ByField = new Map();

/** What a customer's profile changed, field by field, each in the order it was told: sorted out once for each profile, when asked for. */
export class FieldChanges {
  readonly #state: CustomerState;
  #profile: Profile | null = null;
  #byField = none;

  constructor(state: CustomerState) {
    this.#state = state;
  }

  of(field: string): readonly FieldChange[] {
    const { profile, changes } = this.#state;
    if (this.#profile !== profile) {
      this.#profile = profile;
      this.#byField = changes.length === 0 ? none : Map.groupBy(changes, (change) => change.field);
    }
    return this.#byField.get(field) ?? [];
  }
}

import type { CustomerState } from './customer-state.ts';
import type { Order, Profile } from './facts.ts';
import { type Match, type Selection } from './orders/selection.ts';
import { Track } from './orders/track.ts';
import { intervalOf, isTimedWindow, type Window } from './orders/window.ts';
import { findZone, type Zone } from './zone.ts';

/** A selection seen through a window in a zone. Leaves that ask for the same share one. */
export interface TrackPlan {
  /** Its index among the catalog's tracks. */
  readonly index: number;
  readonly selection: Selection;
  readonly window: Window | null;
  /** Null: each customer's own. */
  readonly zone: Zone | null;
}

/**
 * One customer as one catalog's leaves see it: the state, and what is derived from it and kept so that an event costs what it
 * changes. Everything derived can be thrown away and built anew from the state.
 */
export class CustomerFacts {
  readonly state: CustomerState;
  readonly #accountZone: Zone;
  /** Those of one selection are neighbours, so that it looks at an order once. */
  readonly #plans: readonly TrackPlan[];
  readonly #tracks: (Track | undefined)[] = [];
  #ownZone: Zone;
  /** Grows with every step of deciding: what was found in this one may be used again. */
  step = 0;

  constructor(state: CustomerState, accountZone: Zone, plans: readonly TrackPlan[]) {
    this.state = state;
    this.#accountZone = accountZone;
    this.#plans = plans;
    this.#ownZone = this.#findOwnZone();
  }

  /** Null before the first profile and after an erasure. */
  get profile(): Profile | null {
    return this.state.profile;
  }

  /** The zone that the profile names, else the account's. */
  get ownZone(): Zone {
    return this.#ownZone;
  }

  /** The orders that the plan selects. */
  track(plan: TrackPlan): Track {
    return (this.#tracks[plan.index] ??= this.#buildTrack(plan));
  }

  /** To be called after the state's profile was replaced. A customer who moves takes past orders along. */
  profileChanged(): void {
    const zone = this.#findOwnZone();
    if (zone === this.#ownZone) return;
    this.#ownZone = zone;
    for (const plan of this.#plans) if (plan.zone === null) this.#tracks[plan.index] = undefined;
  }

  /** To be called after one order of the state was added or replaced. */
  orderChanged(order: Order, isNew: boolean): void {
    for (let i = 0; i < this.#plans.length;) {
      const { selection } = this.#plans[i] as TrackPlan;
      const match = selection.match(order);
      for (let plan = this.#plans[i]; plan?.selection === selection; plan = this.#plans[++i]) {
        const track = this.#tracks[plan.index];
        if (track === undefined) continue;
        if (!isNew) track.remove(order.orderId);
        if (match !== null) this.#insert(track, match, plan);
      }
    }
  }

  /** To be called after all orders were dropped. */
  ordersCleared(): void {
    this.#tracks.length = 0;
  }

  #buildTrack(plan: TrackPlan): Track {
    const track = new Track(isTimedWindow(plan.window));
    for (const { order } of this.state.orders.values()) {
      const match = plan.selection.match(order);
      if (match !== null) this.#insert(track, match, plan);
    }
    return track;
  }

  #insert(track: Track, match: Match, plan: TrackPlan): void {
    track.insert(match, intervalOf(plan.window, match.at, plan.zone ?? this.#ownZone));
  }

  #findOwnZone(): Zone {
    const name = this.state.profile?.timeZone;
    return (name ? findZone(name) : undefined) ?? this.#accountZone;
  }
}

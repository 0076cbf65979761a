import type { CustomerState } from './customer-state.ts';
import type { Instant, Order, Profile } from './facts.ts';
import { type Match, type Selection } from './orders/selection.ts';
import type { Tally, TallyKind } from './orders/tally.ts';
import { type Interval, Track } from './orders/track.ts';
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
  /** What is kept of the orders inside; complete once the catalog is compiled. */
  readonly tallies: TallyKind<Tally>[];
}

/** Has the tally kept, once for all that ask for it; returns its index in the track. */
export function keepTally({ tallies }: TrackPlan, kind: TallyKind<Tally>): number {
  const known = tallies.findIndex(({ key }) => key === kind.key);
  return known >= 0 ? known : tallies.push(kind) - 1;
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
  /** For each of the catalog's segments the bound of its last verdict, up to which it need not be asked again; -Infinity when it must be. */
  readonly bounds: Instant[];
  /** Grows with every step of deciding: what was found in this one may be used again. */
  step = 0;

  constructor(state: CustomerState, accountZone: Zone, plans: readonly TrackPlan[], segments: number) {
    this.bounds = new Array<Instant>(segments).fill(Number.NEGATIVE_INFINITY);
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

  /** The orders that the plan selects, as its window sees them now. */
  track(plan: TrackPlan, now: Instant): Track {
    let track = this.#tracks[plan.index];
    if (track === undefined || now < track.asOf) this.#tracks[plan.index] = track = this.#buildTrack(plan, now);
    else track.advance(now);
    return track;
  }

  /** To be called after the state's profile was replaced. A customer who moves takes past orders along. */
  profileChanged(): void {
    const zone = this.#findOwnZone();
    if (zone === this.#ownZone) return;
    this.#ownZone = zone;
    for (const plan of this.#plans) if (plan.zone === null) this.#tracks[plan.index] = undefined;
  }

  /** To be called after one order of the state was added, or has taken the place of its previous version. */
  orderChanged(order: Order, previous: Order | null): void {
    for (let i = 0; i < this.#plans.length;) {
      const { selection } = this.#plans[i] as TrackPlan;
      const match = selection.match(order);
      const before = previous === null ? null : selection.match(previous);
      for (let plan = this.#plans[i]; plan?.selection === selection; plan = this.#plans[++i]) {
        const track = this.#tracks[plan.index];
        if (track === undefined) continue;
        if (before !== null) track.remove(before, this.#interval(before, plan));
        if (match !== null) track.insert(match, this.#interval(match, plan));
      }
    }
  }

  /** To be called after everything was dropped. */
  cleared(): void {
    this.#tracks.length = 0;
    this.bounds.fill(Number.NEGATIVE_INFINITY);
  }

  #buildTrack(plan: TrackPlan, now: Instant): Track {
    const tallies = plan.tallies.map((kind) => kind.create());
    const track = new Track(isTimedWindow(plan.window), now, tallies);
    for (const { order } of this.state.orders.values()) {
      const match = plan.selection.match(order);
      if (match !== null) track.insert(match, this.#interval(match, plan));
    }
    return track;
  }

  #interval({ at }: Match, { window, zone }: TrackPlan): Interval {
    return intervalOf(window, at, zone ?? this.#ownZone);
  }

  #findOwnZone(): Zone {
    const name = this.state.profile?.timeZone;
    return (name ? findZone(name) : undefined) ?? this.#accountZone;
  }
}

import type { CustomerState } from './customer-state.ts';
import type { Activity, Instant, Message, Order, Profile } from './facts.ts';
import type { Fact, Occasion, Source } from './tracks/selection.ts';
import type { SelectionIndex } from './tracks/selection-index.ts';
import { type Interval, Track } from './tracks/track.ts';
import type { TrackPlan } from './tracks/track-plan.ts';
import { intervalOf, isTimedWindow } from './tracks/window.ts';
import { findZone, type Zone } from './zone.ts';

/** What the facts of all customers of a catalog have in common. */
export interface FactsLayout {
  readonly accountZone: Zone;
  readonly plans: readonly TrackPlan[];
  readonly selections: Readonly<Record<Source, SelectionIndex>>;
  /** How many segments there are. */
  readonly segments: number;
  /** The indices of those that a profile can change. */
  readonly touchedByProfile: readonly number[];
  /** Those that a message can change by what they ask of all messages together, such as the consent. */
  readonly touchedByMessages: readonly number[];
}

/**
 * One customer as one catalog's leaves see it: the state, and what is derived from it and kept so that an event costs what it
 * changes. Everything derived can be thrown away and built anew from the state.
 */
export class CustomerFacts {
  readonly state: CustomerState;
  readonly #layout: FactsLayout;
  readonly #tracks: (Track | undefined)[] = [];
  #ownZone: Zone;
  /** For each of the catalog's segments the bound of its last verdict, up to which it need not be asked again; -Infinity when it must be. */
  readonly bounds: Instant[];
  /** Grows with every step of deciding: what was found in this one may be used again. */
  step = 0;

  constructor(state: CustomerState, layout: FactsLayout) {
    this.bounds = new Array<Instant>(layout.segments).fill(Number.NEGATIVE_INFINITY);
    this.state = state;
    this.#layout = layout;
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
    for (const segment of this.#layout.touchedByProfile) this.bounds[segment] = Number.NEGATIVE_INFINITY;
    const zone = this.#findOwnZone();
    if (zone === this.#ownZone) return;
    this.#ownZone = zone;
    for (const plan of this.#layout.plans) if (plan.zone === null) this.#tracks[plan.index] = undefined;
  }

  /** To be called after one order of the state was added, or has taken the place of its previous version. */
  orderChanged(order: Order, previous: Order | null): void {
    this.#factChanged('orders', order, previous);
  }

  /** To be called after the activity was added to the state. */
  activityAdded(activity: Activity): void {
    this.#factChanged('activities', activity, null);
  }

  /** To be called after a message of the state was added, or has taken the place of what was known of it before. */
  messageChanged(message: Message, previous: Message | null): void {
    for (const segment of this.#layout.touchedByMessages) this.bounds[segment] = Number.NEGATIVE_INFINITY;
    this.#factChanged('messages', message, previous);
  }

  #factChanged(source: Source, fact: Fact, previous: Fact | null): void {
    this.#layout.selections[source].visit(previous === null ? [fact] : [fact, previous], (selection, plans) => {
      const occasion = selection.match(fact);
      const before = previous === null ? null : selection.match(previous);
      if (occasion !== null || before !== null) for (const plan of plans) this.#occasionChanged(plan, occasion, before);
    });
  }

  #occasionChanged(plan: TrackPlan, occasion: Occasion | null, before: Occasion | null): void {
    for (const segment of plan.dependents) this.bounds[segment] = Number.NEGATIVE_INFINITY;
    const track = this.#tracks[plan.index];
    if (track === undefined) return;
    if (before !== null) track.remove(before, this.#interval(before, plan));
    if (occasion !== null) track.insert(occasion, this.#interval(occasion, plan));
  }

  /** To be called after everything was dropped. */
  cleared(): void {
    this.#tracks.length = 0;
    this.bounds.fill(Number.NEGATIVE_INFINITY);
  }

  #buildTrack(plan: TrackPlan, now: Instant): Track {
    const tallies = plan.tallies.map((kind) => kind.create());
    const track = new Track(isTimedWindow(plan.window), now, tallies);
    for (const fact of knownFacts(this.state, plan.selection.source)) {
      const occasion = plan.selection.match(fact);
      if (occasion !== null) track.insert(occasion, this.#interval(occasion, plan));
    }
    return track;
  }

  #interval({ at }: Occasion, { window, zone }: TrackPlan): Interval {
    return intervalOf(window, at, zone ?? this.#ownZone);
  }

  #findOwnZone(): Zone {
    const name = this.state.profile?.timeZone;
    return (name ? findZone(name) : undefined) ?? this.#layout.accountZone;
  }
}

/** All facts of a source that are known of the customer, in the order they were first told. */
export function* knownFacts({ orders, activities, messages }: CustomerState, source: Source): Generator<Fact> {
  if (source === 'orders') for (const { order } of orders.values()) yield order;
  else if (source === 'activities') yield* activities.values();
  else yield* messages.values();
}

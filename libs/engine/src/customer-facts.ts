import type { CustomerState } from './customer-state.ts';
import { Bounds } from './bounds.ts';
import type { Activity, Instant, Message, Order, Profile, ProfileField } from './facts.ts';
import { FieldChanges } from './field-changes.ts';
import { ChannelRecords } from './messages/channel-records.ts';
import type { Fact, Occasion, Source } from './tracks/selection.ts';
import type { SelectionIndex } from './tracks/selection-index.ts';
import { type Interval, Track } from './tracks/track.ts';
import type { TrackPlan } from './tracks/track-plan.ts';
import { isSameValue } from './same-value.ts';
import { intervalOf, isTimedWindow } from './tracks/window.ts';
import { findZone, type Zone } from './zone.ts';

/** What the facts of all customers of a catalog have in common. */
export interface FactsLayout {
  readonly accountZone: Zone;
  readonly plans: readonly TrackPlan[];
  readonly selections: Readonly<Record<Source, SelectionIndex>>;
  /** How many segments there are. */
  readonly segments: number;
  /** For each field of the profile the indices of the segments that look at it. */
  readonly byField: ReadonlyMap<ProfileField, ReadonlySet<number>>;
  /** Of those that look at what all messages together tell of a channel. */
  readonly byChannels: readonly number[];
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
  readonly changes: FieldChanges;
  readonly channels: ChannelRecords;
  /** For each of the catalog's segments how long its last verdict holds; at least so long, if something else has happened since. */
  readonly bounds: Bounds;
  /** Grows with every step of deciding: what was found in this one may be used again. */
  step = 0;

  constructor(state: CustomerState, layout: FactsLayout) {
    this.bounds = new Bounds(layout.segments);
    this.state = state;
    this.changes = new FieldChanges(state);
    this.channels = new ChannelRecords(state);
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
    if (track !== undefined && track === plan.empty) return track;
    if (track === undefined || now < track.asOf) this.#tracks[plan.index] = track = this.#buildTrack(plan, now);
    else track.advance(now);
    return track;
  }

  /** To be called after the state's profile was replaced. A customer who moves takes past orders along. */
  profileChanged(previous: Profile | null): void {
    for (const [field, segments] of this.#layout.byField) {
      if (previous !== null && this.profile !== null && isSameValue(previous[field], this.profile[field])) continue;
      for (const segment of segments) this.bounds.takeBack(segment);
    }
    const zone = this.#findOwnZone();
    if (zone === this.#ownZone) return;
    this.#ownZone = zone;
    for (const plan of this.#layout.plans) if (plan.zone === null) this.#tracks[plan.index] = undefined;
  }

  /** To be called after one order of the state was added, or has taken the place of its previous version. */
  orderChanged(order: Order, previous: Order | null, now: Instant): void {
    this.#factChanged('orders', order, previous, now);
  }

  /** To be called after the activity was added to the state. */
  activityAdded(activity: Activity, now: Instant): void {
    this.#factChanged('activities', activity, null, now);
  }

  /** To be called after a message of the state was added, or has taken the place of what was known of it before. */
  messageChanged(message: Message, previous: Message | null, now: Instant): void {
    if (this.channels.messageChanged(message, previous))
      for (const segment of this.#layout.byChannels) this.bounds.takeBack(segment);
    this.#factChanged('messages', message, previous, now);
  }

  #factChanged(source: Source, fact: Fact, previous: Fact | null, now: Instant): void {
    this.#layout.selections[source].visit(previous === null ? [fact] : [fact, previous], (selection, plans) => {
      const occasion = selection.match(fact);
      const before = previous === null ? null : selection.match(previous);
      if (before === null) {
        if (occasion !== null) for (const plan of plans) this.#occasionAdded(plan, occasion, now);
      } else if (occasion === null || selection.isSame?.(before, occasion) !== true) {
        for (const plan of plans) this.#occasionReplaced(plan, occasion, before);
      }
    });
  }

  #occasionAdded(plan: TrackPlan, occasion: Occasion, now: Instant): void {
    let track = this.#tracks[plan.index];
    if (track !== undefined && track === plan.empty) this.#tracks[plan.index] = track = createTrack(plan, now);
    if (track === undefined || occasion.at > now || occasion.isNegative === true) {
      for (const segment of plan.dependents) this.bounds.takeBack(segment);
      track?.insert(occasion, this.#interval(occasion, plan));
      return;
    }
    track.advance(now);
    const interval = this.#interval(occasion, plan);
    plan.newcomers.letIn(track, { occasion, interval }, { now, ownZone: this.#ownZone }, this.#takeBack);
  }

  readonly #takeBack = (segment: number): void => this.bounds.takeBack(segment);

  #occasionReplaced(plan: TrackPlan, occasion: Occasion | null, before: Occasion): void {
    for (const segment of plan.dependents) this.bounds.takeBack(segment);
    const track = this.#tracks[plan.index];
    if (track === undefined) return;
    track.remove(before, this.#interval(before, plan));
    if (occasion !== null) track.insert(occasion, this.#interval(occasion, plan));
  }

  /** To be called after everything was dropped. */
  cleared(): void {
    this.#tracks.length = 0;
    this.channels.forget();
    this.bounds.takeBackAll();
  }

  #buildTrack(plan: TrackPlan, now: Instant): Track {
    let track: Track | undefined;
    for (const fact of knownFacts(this.state, plan.selection.source)) {
      const occasion = plan.selection.match(fact);
      if (occasion !== null) (track ??= createTrack(plan, now)).insert(occasion, this.#interval(occasion, plan));
    }
    return track ?? (plan.empty ??= createTrack(plan, now));
  }

  #interval({ at }: Occasion, { window, zone }: TrackPlan): Interval {
    return intervalOf(window, at, zone ?? this.#ownZone);
  }

  #findOwnZone(): Zone {
    const name = this.state.profile?.timeZone;
    return (name ? findZone(name) : undefined) ?? this.#layout.accountZone;
  }
}

function createTrack({ selection, window, tallies }: TrackPlan, now: Instant): Track {
  const kept = tallies.map((kind) => kind.create());
  const keep = tallies.some(({ looksInside }) => looksInside === true) ? undefined : selection.figuresOf;
  return new Track(isTimedWindow(window), now, kept, keep);
}

/** All facts of a source that are known of the customer, in the order they were first told. */
export function* knownFacts({ orders, activities, messages }: CustomerState, source: Source): Generator<Fact> {
  if (source === 'orders') for (const { order } of orders.values()) yield order;
  else if (source === 'activities') yield* activities.values();
  else yield* messages.values();
}

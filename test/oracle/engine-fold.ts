import {
  adopt,
  advance,
  createCustomerState,
  decideCustomerEvent,
  decideOrderEvent,
  isMember,
  type Catalog,
  type CustomerState,
  type Transition,
} from '@weir/engine';
import { type Instant } from './calendar.ts';
import { inOrder, type Arrival, type Change, type History } from './history.ts';

/** A moment between two arrivals, as a share of the time between them, at which the engine is called though nothing arrives. */
export interface Pause {
  readonly share: number;
  /** Whether the state is written out and read back here, as after a crash. */
  readonly restart: boolean;
}

/** How the engine is called between arrivals. */
export interface Schedule {
  /** Used in turn, over and over; after the last arrival too. */
  readonly pauses: readonly Pause[];
  /** Whether time passes due by due, as in production, or in one go, as after an outage. */
  readonly stepwise: boolean;
}

export interface Fold {
  readonly transitions: readonly Transition[];
  readonly members: readonly string[];
  /** How often the engine asked to be woken, where time passed due by due ... */
  readonly wakeUps: number;
  /** ... and how many of those times something had changed. */
  readonly usefulWakeUps: number;
}

/** Writes the documented fields of a state out as JSON and reads them back into a fresh one. */
export function writeAndReadBack(state: CustomerState): CustomerState {
  const text = JSON.stringify({
    customerId: state.customerId,
    profile: state.profile,
    profileVersion: state.profileVersion,
    orders: [...state.orders],
    memberships: [...state.memberships],
    dueAt: Number.isFinite(state.dueAt) ? state.dueAt : null,
    catalogRevision: state.catalogRevision,
    erasedAt: state.erasedAt,
  });
  const read = JSON.parse(text) as {
    customerId: string;
    profile: CustomerState['profile'];
    profileVersion: number;
    orders: [string, { version: number; order: never }][];
    memberships: [string, never][];
    dueAt: number | null;
    catalogRevision: number;
    erasedAt: number | null;
  };
  const fresh = createCustomerState(read.customerId);
  fresh.profile = read.profile;
  fresh.profileVersion = read.profileVersion;
  for (const [id, order] of read.orders) fresh.orders.set(id, order);
  for (const [id, membership] of read.memberships) fresh.memberships.set(id, membership);
  fresh.dueAt = read.dueAt ?? Number.POSITIVE_INFINITY;
  fresh.catalogRevision = read.catalogRevision;
  fresh.erasedAt = read.erasedAt;
  return fresh;
}

class Run {
  catalog: Catalog;
  readonly transitions: Transition[] = [];
  state: CustomerState;
  readonly stepwise: boolean;
  isSeen = false;
  wakeUps = 0;
  usefulWakeUps = 0;

  constructor(catalog: Catalog, customerId: string, stepwise: boolean) {
    this.stepwise = stepwise;
    this.catalog = catalog;
    this.state = createCustomerState(customerId);
  }

  take(arrival: Arrival): void {
    this.isSeen = true;
    const decided =
      arrival.kind === 'customer'
        ? decideCustomerEvent(this.catalog, this.state, arrival.event, arrival.at)
        : decideOrderEvent(this.catalog, this.state, arrival.event, arrival.at);
    this.transitions.push(...decided);
  }

  passStepwise(through: Instant): void {
    while (this.state.dueAt <= through) {
      const due = this.state.dueAt;
      const decided = advance(this.catalog, this.state, due);
      if (this.state.dueAt <= due) throw new Error(`advancing through ${due} left the due time at ${this.state.dueAt}`);
      this.wakeUps += 1;
      if (decided.length > 0) this.usefulWakeUps += 1;
      this.transitions.push(...decided);
    }
  }

  pass(through: Instant): void {
    if (this.stepwise) this.passStepwise(through);
    else this.transitions.push(...advance(this.catalog, this.state, through));
  }

  /** A customer not yet seen has nothing to be decided anew. */
  adopt(catalog: Catalog, now: Instant): void {
    this.catalog = catalog;
    if (this.isSeen) this.transitions.push(...adopt(catalog, this.state, now));
  }

  restart(): void {
    this.state = writeAndReadBack(this.state);
  }
}

/** Runs the engine over a history as the schedule says. Before other definitions come into force all is decided by the old ones. */
export function foldEngine(catalog: Catalog, history: History, schedule: Schedule, change?: Change<Catalog>): Fold {
  const run = new Run(catalog, history.customerId, schedule.stepwise);
  const steps = inOrder(history.arrivals, change);
  steps.forEach((step, index) => {
    if (step.kind === 'definitions') run.adopt(change?.definitions ?? catalog, step.at);
    else run.take(step);
    const following = steps[index + 1];
    const until =
      following === undefined ? history.until : following.kind === 'definitions' ? following.at : following.at - 1;
    if (until < step.at || !run.isSeen) return;
    const pause = schedule.pauses[index % Math.max(1, schedule.pauses.length)];
    if (pause !== undefined) run.pass(step.at + Math.floor(pause.share * (until - step.at)));
    if (pause?.restart === true) run.restart();
    if (schedule.stepwise || following === undefined || following.kind === 'definitions') run.pass(until);
  });
  const members = [...run.state.memberships.values()].filter(isMember).map((membership) => membership.segmentId);
  return { transitions: run.transitions, members, wakeUps: run.wakeUps, usefulWakeUps: run.usefulWakeUps };
}

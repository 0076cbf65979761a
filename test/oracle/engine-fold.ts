import {
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
import { inOrder, type Arrival, type History } from './history.ts';

/** A moment between two arrivals, as a share of the time between them, at which the engine is called though nothing arrives. */
export interface Pause {
  readonly share: number;
  /** Whether the state is written out and read back here, as after a crash. */
  readonly restart: boolean;
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
  });
  const read = JSON.parse(text) as {
    customerId: string;
    profile: CustomerState['profile'];
    profileVersion: number;
    orders: [string, { version: number; order: never }][];
    memberships: [string, never][];
    dueAt: number | null;
    catalogRevision: number;
  };
  const fresh = createCustomerState(read.customerId);
  fresh.profile = read.profile;
  fresh.profileVersion = read.profileVersion;
  for (const [id, order] of read.orders) fresh.orders.set(id, order);
  for (const [id, membership] of read.memberships) fresh.memberships.set(id, membership);
  fresh.dueAt = read.dueAt ?? Number.POSITIVE_INFINITY;
  fresh.catalogRevision = read.catalogRevision;
  return fresh;
}

class Run {
  readonly catalog: Catalog;
  readonly transitions: Transition[] = [];
  state: CustomerState;
  wakeUps = 0;
  usefulWakeUps = 0;

  constructor(catalog: Catalog, customerId: string) {
    this.catalog = catalog;
    this.state = createCustomerState(customerId);
  }

  take(arrival: Arrival): void {
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

  pass(through: Instant, pause: Pause): void {
    if (pause.stepwise) this.passStepwise(through);
    else this.transitions.push(...advance(this.catalog, this.state, through));
    if (pause.restart) this.state = writeAndReadBack(this.state);
  }
}

/** Runs the engine over a history, calling it between arrivals as the pauses say; they are used in turn, over and over. */
export function foldEngine(catalog: Catalog, history: History, pauses: readonly Pause[]): Fold {
  const run = new Run(catalog, history.customerId);
  const arrivals = inOrder(history.arrivals);
  arrivals.forEach((arrival, index) => {
    run.take(arrival);
    const next = arrivals[index + 1]?.at ?? history.until + 1;
    const pause = pauses[index % Math.max(1, pauses.length)];
    const between = arrival.at + Math.floor((pause?.share ?? 0) * (next - arrival.at));
    if (pause !== undefined && between < next) run.pass(between, pause);
    if (index === arrivals.length - 1 && next > arrival.at) {
      run.pass(history.until, pause ?? { share: 1, restart: false, stepwise: true });
    }
  });
  const members = [...run.state.memberships.values()].filter(isMember).map((membership) => membership.segmentId);
  return { transitions: run.transitions, members, wakeUps: run.wakeUps, usefulWakeUps: run.usefulWakeUps };
}

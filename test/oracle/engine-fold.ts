import {
  adopt,
  advance,
  createCustomerState,
  decideActivityEvent,
  decideCustomerEvent,
  decideMessageEvent,
  decideOrderEvent,
  isMember,
  type Catalog,
  type CustomerState,
  type Transition,
} from '@weir/engine';
import { type Instant } from './calendar.ts';
import { inOrder, type Arrival, type Change, type History } from './history.ts';
import { type WakeUps } from './tally.ts';

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
  /** None where time passed in one go. */
  readonly wakeUps: WakeUps;
}

/** Writes a state out as JSON and reads it back into a fresh one: nothing that matters may be kept elsewhere. */
export function writeAndReadBack(state: CustomerState): CustomerState {
  const text = JSON.stringify(state, (_key, value: unknown) => {
    if (value instanceof Map) return { map: [...value] };
    return value === Number.POSITIVE_INFINITY ? { number: 'Infinity' } : value;
  });
  const read = JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    if ('map' in value) return new Map(value.map as [unknown, unknown][]);
    return 'number' in value && value.number === 'Infinity' ? Number.POSITIVE_INFINITY : value;
  }) as CustomerState;
  return Object.assign(createCustomerState(read.customerId), read);
}

/** Tells the engine of one arrival. */
export function decideArrival(catalog: Catalog, state: CustomerState, arrival: Arrival): Transition[] {
  switch (arrival.kind) {
    case 'customer':
      return decideCustomerEvent(catalog, state, arrival.event, arrival.at);
    case 'order':
      return decideOrderEvent(catalog, state, arrival.event, arrival.at);
    case 'activity':
      return decideActivityEvent(catalog, state, arrival.event, arrival.at);
    case 'message':
      return decideMessageEvent(catalog, state, arrival.event, arrival.at);
  }
}

class Run {
  catalog: Catalog;
  readonly transitions: Transition[] = [];
  state: CustomerState;
  readonly stepwise: boolean;
  isSeen = false;
  readonly wakeUps: WakeUps = { asked: 0, useful: 0 };

  constructor(catalog: Catalog, customerId: string, stepwise: boolean) {
    this.stepwise = stepwise;
    this.catalog = catalog;
    this.state = createCustomerState(customerId);
  }

  take(arrival: Arrival): void {
    this.isSeen = true;
    this.transitions.push(...decideArrival(this.catalog, this.state, arrival));
  }

  passStepwise(through: Instant): void {
    while (this.state.dueAt <= through) {
      const due = this.state.dueAt;
      const decided = advance(this.catalog, this.state, due);
      if (this.state.dueAt <= due) throw new Error(`advancing through ${due} left the due time at ${this.state.dueAt}`);
      this.wakeUps.asked += 1;
      if (decided.length > 0) this.wakeUps.useful += 1;
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
  return { transitions: run.transitions, members, wakeUps: run.wakeUps };
}

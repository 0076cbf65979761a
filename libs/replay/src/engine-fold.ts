import {
  advance,
  type Catalog,
  createCustomerState,
  type CustomerState,
  decideActivityEvent,
  decideCustomerEvent,
  decideMessageEvent,
  decideOrderEvent,
  type Instant,
  type Transition,
} from '@weir/engine';
import { type ReplayEvent } from './replay-event.ts';

export interface FoldOptions {
  readonly catalog: Catalog;
  /** Called in order for each customer; between customers the order says nothing. `causeRef` is the id of the event that was the cause, or null. */
  readonly onTransition: (transition: Transition, causeRef: string | null) => void;
  /** Where the customers stand before the first event; changed in place. None known by default. */
  readonly states?: Map<string, CustomerState>;
}

export interface Fold {
  readonly states: ReadonlyMap<string, CustomerState>;
  /** Events must come in the order in which they are applied (`mergeEvents`). */
  apply(event: ReplayEvent): void;
  /** Decides for every customer what falls due up to and including this instant; no earlier event may follow. */
  advanceTo(instant: Instant): void;
}

/**
 * Folds events into customer states with the deciders the evaluator uses, and tells every transition on the way.
 *
 * Customers do not influence each other, so each is advanced over its own due instants when its next event comes and once more at
 * the end, instead of all of them through one queue of due times: the transitions of each customer, their instants and their
 * order are the same, and a customer costs nothing while nothing happens to it.
 */
export function createFold({ catalog, onTransition, states = new Map<string, CustomerState>() }: FoldOptions): Fold {
  return {
    states,
    apply(event) {
      const { customerId, eventId } = event.event;
      let state = states.get(customerId);
      if (state === undefined) states.set(customerId, (state = createCustomerState(customerId)));
      for (const transition of decide(catalog, state, event)) {
        onTransition(transition, transition.cause === 'TIME' ? null : eventId);
      }
    },
    advanceTo(instant) {
      for (const state of states.values()) {
        for (const transition of advance(catalog, state, instant)) onTransition(transition, null);
      }
    },
  };
}

function decide(catalog: Catalog, state: CustomerState, { topic, event }: ReplayEvent): Transition[] {
  switch (topic) {
    case 'customer-events':
      return decideCustomerEvent(catalog, state, event, event.occurredAt);
    case 'order-events':
      return decideOrderEvent(catalog, state, event, event.occurredAt);
    case 'activity-events':
      return decideActivityEvent(catalog, state, event, event.occurredAt);
    case 'message-events':
      return decideMessageEvent(catalog, state, event, event.occurredAt);
  }
}

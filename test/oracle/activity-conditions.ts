import { plus, type Instant } from './calendar.ts';
import { asObject, asOptionalObject, asText, type Json, type JsonObject } from './document.ts';
import { matchMessages } from './message-conditions.ts';
import { aggregateHolds } from './occasion-aggregates.ts';
import { matchOrders, windowHolds } from './order-matching.ts';
import { scalarTest, textTest } from './value-tests.ts';
import { type View } from './view.ts';

/** The instants of the activities that a condition speaks of, earliest first. */
function matchActivities(condition: JsonObject, view: View): Instant[] {
  const where = asOptionalObject(condition['where']);
  const window = asOptionalObject(condition['window']);
  return view.facts.activities
    .filter(({ name }) => textTest(name, condition['name'] as Json))
    .filter(({ properties }) => Object.entries(where).every(([name, test]) => scalarTest(properties[name], test)))
    .map(({ occurredAt }) => occurredAt)
    .filter((at) => windowHolds(at, window, view))
    .sort((left, right) => left - right);
}

export function activityHolds(condition: JsonObject, view: View): boolean {
  const instants = matchActivities(condition, view);
  const aggregates = Object.entries(condition).filter(([name]) => !['name', 'where', 'window'].includes(name));
  if (aggregates.length === 0) return instants.length > 0;
  return aggregates.every(([name, test]) => aggregateHolds(name, instants, test, view));
}

/** When one side of a sequence happened. */
function instantsOf(side: JsonObject, view: View): Instant[] {
  if (side['activity'] !== undefined) return matchActivities(asObject(side['activity']), view);
  if (side['messages'] !== undefined) return matchMessages(asObject(side['messages']), view);
  return matchOrders(asObject(side['orders']), view).map((match) => match.at);
}

/**
 * `then` answers a start when it comes at or after it and before start + within. `thenNot` holds from start + within on
 * for a start that nothing answered in time.
 */
export function sequenceHolds(condition: JsonObject, view: View): boolean {
  const within = asText(condition['within']);
  const window = asOptionalObject(condition['window']);
  const answers = instantsOf(asObject(condition['then'] ?? condition['thenNot']), view);
  return instantsOf(asObject(condition['first']), view)
    .filter((start) => windowHolds(start, window, view))
    .some((start) => {
      const end = plus(start, within, view.zone);
      const answered = answers.some((answer) => start <= answer && answer < end);
      return condition['then'] === undefined ? !answered && end <= view.now : answered;
    });
}

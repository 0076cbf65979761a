import { instantProblem, parseInstant } from '@weir/codec';
import {
  type Catalog,
  compileCatalog,
  type CustomerState,
  findZone,
  type Instant,
  suggest,
  type Zone,
} from '@weir/engine';
import { chooseCurrency, createFold, type EventFile, eventTopics, mergeEvents, type ReplayEvent } from '@weir/replay';
import { readEvents } from './read-events.ts';
import { optionError, SegmentsError } from './segments-error.ts';
import type { Asked, SubcommandOption } from './subcommand.ts';

/** Of the subcommands that ask about customers, whose facts come from files of events. */
export const customerOptions = {
  'order-events': { type: 'string', multiple: true, help: 'NDJSON, plain or gzip, in the JSON form; may be repeated' },
  'customer-events': { type: 'string', multiple: true, help: 'likewise; at least one file of events is needed' },
  'activity-events': { type: 'string', multiple: true, help: 'likewise: what customers did beside ordering' },
  'message-events': { type: 'string', multiple: true, help: 'likewise: what became of the messages to them' },
  at: {
    type: 'string',
    help: 'the instant that is asked about; later events are left out (default: the last event’s)',
  },
  customer: { type: 'string', help: 'the id of the one customer that is asked about' },
  segment: { type: 'string', help: 'only the segment with this id, as --id' },
} as const satisfies Readonly<Record<string, SubcommandOption>>;

export interface Customers {
  readonly catalog: Catalog;
  /** As of `at`, by customer id. */
  readonly states: ReadonlyMap<string, CustomerState>;
  readonly at: Instant;
  /** The account's. */
  readonly zone: Zone;
  /** The ids of the segments that are asked about. */
  readonly segmentIds: readonly string[];
}

/** Reads the events, and decides with them up to the instant. Throws a SegmentsError for what the caller can put right. */
export async function readCustomers(asked: Asked): Promise<Customers> {
  const { values, segments } = asked;
  const at = readAt(values['at']);
  const segmentIds = chosenSegments(asked);
  const received = await readEvents(filesOf(values));
  const last = received.reduce((latest, { event }) => Math.max(latest, event.occurredAt), Number.NEGATIVE_INFINITY);
  if (received.length === 0) throw new SegmentsError('WEIR_SEGMENTS_EVENTS', 'the files hold no events');
  // Without a currency of the account's, the one that most orders are in is taken, as replay does.
  const currency = (values['currency'] as string | undefined) ?? chooseCurrency(received).currency;
  const account = { ...asked.account, currency };
  const compiled = compileCatalog(
    segments.map(({ definition }) => definition),
    account,
    1,
  );
  if (!compiled.ok)
    throw new SegmentsError(
      'WEIR_SEGMENTS_DEFINITIONS',
      compiled.problems.map(({ segmentId, path, reason }) => `${segmentId}: ${path}: ${reason}`).join('\n'),
    );
  const until = at ?? last;
  const { events } = mergeEvents(ofCustomer(received, values['customer'] as string | undefined), until);
  const fold = createFold({ catalog: compiled.catalog, onTransition: () => undefined });
  for (const event of events) fold.apply(event);
  fold.advanceTo(until);
  const zone = findZone(account.timeZone) as Zone;
  return { catalog: compiled.catalog, states: fold.states, at: until, zone, segmentIds };
}

function chosenSegments({ values, segments, id }: Asked): readonly string[] {
  const ids = segments.map(({ definition }) => definition.id);
  const wanted = (values['segment'] as string | undefined) ?? id;
  if (wanted === null) return ids;
  if (ids.includes(wanted)) return [wanted];
  throw optionError(`there is no segment ${wanted}${hint(wanted, ids)}`);
}

/** Customers do not influence each other: the events of the others can be left out. */
function ofCustomer(events: readonly ReplayEvent[], customerId: string | undefined): readonly ReplayEvent[] {
  if (customerId === undefined) return events;
  const own = events.filter(({ event }) => event.customerId === customerId);
  if (own.length > 0) return own;
  const known = [...new Set(events.map(({ event }) => event.customerId))];
  throw optionError(`no event is of the customer ${customerId}${hint(customerId, known)}`);
}

function hint(wanted: string, known: readonly string[]): string {
  const near = suggest(wanted, known);
  return near === undefined ? '' : `; did you mean ${near}?`;
}

function readAt(text: unknown): Instant | null {
  if (typeof text !== 'string') return null;
  const instant = parseInstant(text);
  if (Number.isNaN(instant)) throw optionError(`--at ${text} ${instantProblem(text)}`);
  return instant;
}

function filesOf(values: Asked['values']): readonly EventFile[] {
  const files = eventTopics.flatMap((topic) =>
    ((values[topic] ?? []) as readonly string[]).map((path) => ({ topic, path })),
  );
  if (files.length === 0)
    throw optionError(`at least one of ${eventTopics.map((topic) => `--${topic}`).join(', ')} is needed`);
  return files;
}

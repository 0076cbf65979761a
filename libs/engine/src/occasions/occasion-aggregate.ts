import type { CompiledAggregate } from '../orders/aggregate.ts';
import type { JsonSchema } from '../json-schema.ts';
import type { Reader } from '../reading.ts';
import type { Tally } from '../tracks/tally.ts';
import type { Window } from '../tracks/window.ts';
import type { OccasionReport, OccasionView } from './occasion-view.ts';

/** What can be asked of occasions of any source, with a test of it. */
export interface OccasionAggregate<Ask extends object> {
  /** Reads what the document has under the aggregate's name. */
  parse(raw: unknown, reader: Reader): Ask | undefined;
  /** Of what `parse` reads. */
  readonly schema: JsonSchema;
  /** For occasions that are seen through the window. */
  compile(ask: Ask, window: Window | null): CompiledOccasions;
}

/** As of orders, but that what is told is told of occasions. */
export interface CompiledOccasions<Kept extends Tally = Tally> extends Omit<CompiledAggregate<Kept>, 'report'> {
  /** What there is to be told of the occasions, and what more of them would turn the value. */
  report(kept: Kept, view: OccasionView): OccasionReport;
}

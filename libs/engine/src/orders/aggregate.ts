import type { Instant } from '../facts.ts';
import type { JsonSchema } from '../json-schema.ts';
import type { Reader } from '../reading.ts';
import type { Verdict } from '../verdict.ts';
import type { Zone } from '../zone.ts';
import type { OrderReport, OrderView } from './order-report.ts';
import type { ByCount } from './by-count.ts';
import type { Tally, TallyKind } from '../tracks/tally.ts';
import type { Track } from '../tracks/track.ts';
import type { Watch } from '../tracks/watch.ts';
import type { Window } from '../tracks/window.ts';
import type { Where } from './where.ts';

/** A number, an instant or a fact about the matching orders, with a test of it. */
export interface Aggregate<Spec extends object> {
  /** Reads what the document has under the aggregate's name. `where` is that of the same leaf. */
  parse(raw: unknown, reader: Reader, where: Where): Spec | undefined;
  /** Of what `parse` reads. */
  readonly schema: JsonSchema;
  compile(spec: Spec): CompiledAggregate;
  /** Set when money is reckoned, which must be of one currency: its code, or null for the account's. */
  currency?(this: void, spec: Spec): string | null;
}

export interface CompiledAggregate<Kept extends Tally = Tally> {
  /** Of an aggregate that asks for nothing but how many there are. */
  readonly byCount?: ByCount;
  /** When a newcomer can turn it, where the window is the last so long, or all time; undefined: any can. */
  watches?(slot: number, window: Window | null): readonly Watch[] | undefined;
  /** What has to be kept of the orders inside the window. */
  readonly tally: TallyKind<Kept>;
  /** `kept` is of that kind, and the track is as of now. */
  evaluate(kept: Kept, track: Track, now: Instant, zone: Zone): Verdict;
  /** What was found, for evidence. */
  actual(kept: Kept, now: Instant, zone: Zone): string;
  /** What was asked, for evidence. */
  readonly threshold: string;
  /** What there is to be told of the orders, and what more of them would turn the value. */
  report(kept: Kept, view: OrderView): OrderReport;
}

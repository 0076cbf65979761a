import type { CustomerFacts } from '../customer-facts.ts';
import type { Instant } from '../facts.ts';
import type { JsonSchema } from '../json-schema.ts';
import type { Reader } from '../reading.ts';
import type { Tally, TallyKind } from '../tracks/tally.ts';
import type { Track } from '../tracks/track.ts';
import type { Lens } from '../tracks/track-plan.ts';
import type { Watch } from '../tracks/watch.ts';
import type { Window } from '../tracks/window.ts';
import type { Verdict } from '../verdict.ts';
import type { Zone } from '../zone.ts';
import type { Noun, OccasionReport, OccasionView } from './occasion-view.ts';

/** A number, an instant or a fact about occasions of any source, with a test of it. */
export interface Aggregate<Ask extends object> {
  /** Reads what the document has under the aggregate's name. */
  parse(raw: unknown, reader: Reader): Ask | undefined;
  /** Of what `parse` reads. */
  readonly schema: JsonSchema;
  compile(ask: Ask, sight: Sight): CompiledAggregate;
}

/** What an aggregate is asked of. */
export interface Sight {
  readonly noun: Noun;
  /** Through which the occasions are seen; null: all time. */
  readonly window: Window | null;
}

export interface CompiledAggregate<Kept extends Tally = Tally> {
  /** Of an aggregate that asks for nothing but how many there are. */
  readonly byCount?: ByCount;
  /** When a newcomer can turn it, where the window is the last so long, or all time; undefined: any can. */
  watches?(slot: number, zone: Zone | null): readonly Watch[] | undefined;
  /** What has to be kept of the occasions inside the window. */
  readonly tally: TallyKind<Kept>;
  /** `kept` is of that kind, and the track is as of now. */
  evaluate(kept: Kept, track: Track, now: Instant, zone: Zone): Verdict;
  /** What was found, for evidence. */
  actual(kept: Kept, now: Instant, zone: Zone): string;
  /** What was asked, for evidence. */
  readonly threshold: string;
  /** What there is to be told of the occasions, and what more of them would turn the value. */
  report(kept: Kept, view: OccasionView): OccasionReport;
}

/** A test of how many there are, as the numbers at which it says something else than of one less. */
export interface ByCount {
  /** Ascending, above zero. */
  readonly flips: readonly number[];
  /** Of zero. */
  readonly startsWith: boolean;
  actual(count: number): string;
}

/** How the question of an aggregate is answered from what is kept of a customer. */
export interface Answer {
  /** What the question looks at, for those who look at each occasion themselves. */
  readonly lens: Lens;
  readonly watches: readonly Watch[] | undefined;
  evaluate(facts: CustomerFacts, now: Instant): Verdict;
  /** What was found, for evidence. */
  actual(facts: CustomerFacts, now: Instant): string;
}

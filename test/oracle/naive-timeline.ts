import { bisect, type Instant } from './calendar.ts';
import { collectCandidates } from './candidates.ts';
import { readInstant } from './days.ts';
import { type SegmentDocument } from './document.ts';
import { type Change, type History } from './history.ts';
import { isMember, zoneOf } from './naive-evaluator.ts';
import { cutIntoStretches, type StepCause, type Stretch } from './stretches.ts';
import { leavesOf, timeWordsOf } from './time-words.ts';
import { type Account, type Facts, type Standing } from './view.ts';

export interface ExpectedTransition {
  readonly segmentId: string;
  readonly type: 'SegmentEntered' | 'SegmentLeft';
  readonly seq: number;
  readonly effectiveAt: Instant;
  readonly cause: StepCause | 'TIME';
}

export interface Timeline {
  /** The segments that were followed. */
  readonly segmentIds: readonly string[];
  readonly transitions: readonly ExpectedTransition[];
  /** The segments the customer is in at the end. */
  readonly members: readonly string[];
  /** Flips that lay at no candidate and were found by bisection between two: empty when the candidates are complete. */
  readonly unforeseen: readonly Instant[];
}

/** More instants in (from, until] to look at, to show that nothing flips between candidates. */
export type Probe = (from: Instant, until: Instant) => readonly Instant[];

/** A change of a membership, and in which stretch it fell. */
interface Turn {
  readonly stretch: number;
  readonly at: Instant;
  readonly cause: ExpectedTransition['cause'];
}

/** Every odd turn of a segment is an entry. */
type Turns = readonly Turn[];

const outside: Standing = { member: false, since: null, enteredAt: null };

/**
 * How a customer with these turns stands at an instant of a stretch.
 *
 * @param erased the last stretch by then that began with an erasure: what was before is forgotten. -1 when there was none.
 */
function standingAt(turns: Turns, stretch: number, now: Instant, erased: number): Standing {
  let count = turns.length;
  while (count > 0 && isLater(turns[count - 1] as Turn, stretch, now)) count -= 1;
  const last = turns[count - 1];
  if (last === undefined) return outside;
  if (count % 2 === 1) return { member: true, since: last.at, enteredAt: last.at };
  const entry = turns[count - 2] as Turn;
  return { member: false, since: null, enteredAt: entry.stretch < erased ? null : entry.at };
}

function isLater(turn: Turn, stretch: number, now: Instant): boolean {
  return turn.stretch > stretch || (turn.stretch === stretch && turn.at > now);
}

/** Follows one segment over a history; those that it refers to have been followed before. */
class Watch {
  readonly id: string;
  readonly stretches: readonly Stretch[];
  readonly account: Account;
  readonly others: ReadonlyMap<string, Turns>;
  readonly probe: Probe;
  readonly turns: Turn[] = [];
  readonly unforeseen: Instant[] = [];
  /** The last stretch so far that began with an erasure; -1 before the first. */
  erased = -1;
  /** Of a static segment, what was decided once and for all; undefined while that lies ahead. */
  fixed: boolean | undefined;

  constructor(
    id: string,
    stretches: readonly Stretch[],
    account: Account,
    others: ReadonlyMap<string, Turns>,
    probe: Probe,
  ) {
    this.id = id;
    this.stretches = stretches;
    this.account = account;
    this.others = others;
    this.probe = probe;
  }

  get isIn(): boolean {
    return this.turns.length % 2 === 1;
  }

  turnsOf(segmentId: string): Turns {
    const turns = this.others.get(segmentId);
    if (turns === undefined) throw new Error(`${segmentId} has not been followed`);
    return turns;
  }

  /** Whether the condition holds; of a static segment this is asked once. Memberships of before are not known, but those of `standing`. */
  holds(document: SegmentDocument, facts: Facts, stretch: number, now: Instant, standing = now): boolean {
    return isMember(document, facts, now, this.account, (id) =>
      standingAt(this.turnsOf(id), stretch, standing, this.erased),
    );
  }

  isMemberAt(document: SegmentDocument, facts: Facts, stretch: number, now: Instant): boolean {
    if (document.kind !== 'static') return this.holds(document, facts, stretch, now);
    if (this.fixed !== undefined) return this.fixed;
    const asOf = this.asOf(document, facts);
    return asOf !== undefined && asOf <= now && this.holds(document, facts, stretch, asOf);
  }

  asOf(document: SegmentDocument, facts: Facts): Instant | undefined {
    return document.asOf === undefined ? undefined : readInstant(document.asOf, zoneOf(document, facts, this.account));
  }

  /**
   * A static segment is decided for whom is known when it comes into force, or at its point in time when that lies ahead. Who is
   * heard of later is not in it, but by name.
   */
  fix(document: SegmentDocument, facts: Facts, index: number): void {
    const { at } = this.stretches[index] as Stretch;
    const before = this.stretches[index - 1];
    const isNewcomer = (before?.facts ?? null) === null;
    if (!isNewcomer && before?.documents.get(this.id) === document) return;
    this.fixed = undefined;
    const asOf = this.asOf(document, facts);
    if (asOf !== undefined && asOf >= at) return;
    const isNamed = leavesOf(document.when).every(([name]) => name === 'ids' || name === 'bucket');
    this.fixed = isNewcomer && !isNamed ? false : this.holds(document, facts, index, asOf ?? at, at);
  }

  turn(stretch: number, at: Instant, cause: Turn['cause']): void {
    this.turns.push({ stretch, at, cause });
  }

  /** One stretch: its step, and then what falls due in it. */
  pass(stretch: Stretch, index: number): void {
    const { facts, at, cause, through } = stretch;
    const document = stretch.documents.get(this.id);
    if (cause === 'ERASE') this.erased = index;
    if (facts === null || document === undefined) {
      if (this.isIn) this.turn(index, at, cause);
      return;
    }
    if (document.kind === 'static') this.fix(document, facts, index);
    const isIn = (now: Instant): boolean => this.isMemberAt(document, facts, index, now);
    if (isIn(at) !== this.isIn) this.turn(index, at, cause);
    const candidates = this.candidates(document, facts, at, through);
    const looked = new Set([...candidates, ...this.probe(at, through), through]);
    let before = at;
    for (const candidate of [...looked].sort((left, right) => left - right)) {
      if (candidate <= before) continue;
      if (isIn(candidate) !== this.isIn) this.turn(index, this.settle(before, candidate, candidates, isIn), 'TIME');
      before = candidate;
    }
    const asOf = document.kind === 'static' ? this.asOf(document, facts) : undefined;
    if (asOf !== undefined && asOf <= through) this.fixed = isIn(through);
  }

  candidates(document: SegmentDocument, facts: Facts, from: Instant, until: Instant): readonly Instant[] {
    if (document.kind !== 'static') {
      const turns = (id: string): Instant[] => this.turnsOf(id).map((turn) => turn.at);
      return collectCandidates(document, facts, this.account, turns, from, until);
    }
    const asOf = this.asOf(document, facts);
    return asOf !== undefined && asOf > from && asOf <= until ? [asOf] : [];
  }

  /** The very instant in (before, candidate] of a flip that is seen at the candidate. */
  settle(
    before: Instant,
    candidate: Instant,
    candidates: readonly Instant[],
    isIn: (now: Instant) => boolean,
  ): Instant {
    const differs = (now: Instant): boolean => isIn(now) !== this.isIn;
    const isExact = candidate - 1 === before || !differs(candidate - 1);
    const flip = isExact ? candidate : bisect(before, candidate - 1, differs);
    if (!candidates.includes(flip)) this.unforeseen.push(flip);
    return flip;
  }
}

/** All ids in both catalogs, those that others refer to before them. */
function inTopologicalOrder(catalogs: readonly (readonly SegmentDocument[])[]): string[] {
  const documents = catalogs.flat();
  const ordered: string[] = [];
  const visit = (id: string): void => {
    if (ordered.includes(id)) return;
    const all = documents.filter((document) => document.id === id);
    for (const referred of all.flatMap(timeWordsOf).flatMap(({ references }) => references)) visit(referred);
    ordered.push(id);
  };
  for (const { id } of documents) visit(id);
  return ordered;
}

/** All transitions of a customer over a history, segment by segment. */
export function followTimeline(
  documents: readonly SegmentDocument[],
  account: Account,
  history: History,
  change?: Change<readonly SegmentDocument[]>,
  probe: Probe = () => [],
): Timeline {
  const stretches = cutIntoStretches(documents, history, change);
  const followed = new Map<string, Turns>();
  const unforeseen: Instant[] = [];
  for (const id of inTopologicalOrder([documents, change?.definitions ?? []])) {
    const watch = new Watch(id, stretches, account, followed, probe);
    stretches.forEach((stretch, index) => watch.pass(stretch, index));
    followed.set(id, watch.turns);
    unforeseen.push(...watch.unforeseen);
  }
  const transitions = [...followed].flatMap(([segmentId, turns]) =>
    turns.map(({ at, cause }, index): ExpectedTransition => {
      const type = index % 2 === 0 ? 'SegmentEntered' : 'SegmentLeft';
      return { segmentId, type, seq: index + 1, effectiveAt: at, cause };
    }),
  );
  const members = [...followed].filter(([, turns]) => turns.length % 2 === 1).map(([id]) => id);
  return { segmentIds: [...followed.keys()], transitions, members, unforeseen };
}

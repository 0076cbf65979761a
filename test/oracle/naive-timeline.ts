import { bisect, type Instant } from './calendar.ts';
import { collectCandidates } from './candidates.ts';
import { type SegmentDocument } from './document.ts';
import {
  emptyLedger,
  inOrder,
  record,
  isErasure,
  type Change,
  type History,
  type Ledger,
  type Step,
} from './history.ts';
import { isMember } from './naive-evaluator.ts';
import { type Account, type Facts, type Standing } from './view.ts';

export interface ExpectedTransition {
  readonly segmentId: string;
  readonly type: 'SegmentEntered' | 'SegmentLeft';
  readonly seq: number;
  readonly effectiveAt: Instant;
  readonly cause: 'EVENT' | 'TIME' | 'DEFINITION' | 'ERASE';
}

export interface Timeline {
  readonly transitions: readonly ExpectedTransition[];
  /** The segments the customer is in at the end. */
  readonly members: readonly string[];
  /** Flips that lay at no candidate and were found by bisection between two: empty when the candidates are complete. */
  readonly unforeseen: readonly Instant[];
}

/** More instants in (from, until] to look at, to show that nothing flips between candidates. */
export type Probe = (from: Instant, until: Instant) => readonly Instant[];

type Standings = ReadonlyMap<string, Standing>;

const outside: Standing = { member: false, since: null, entries: [] };

class Watch {
  documents: readonly SegmentDocument[];
  readonly account: Account;
  readonly customerId: string;
  readonly probe: Probe;
  readonly transitions: ExpectedTransition[] = [];
  readonly unforeseen: Instant[] = [];
  readonly ledger: Ledger = emptyLedger();
  standings: Standings = new Map();

  constructor(documents: readonly SegmentDocument[], account: Account, customerId: string, probe: Probe) {
    this.documents = documents;
    this.account = account;
    this.customerId = customerId;
    this.probe = probe;
  }

  facts(): Facts {
    const orders = [...this.ledger.orders.values()].map((told) => told.order);
    return { customerId: this.customerId, profile: this.ledger.profile, orders, activities: [] };
  }

  /** How the customer would stand everywhere at `now`, given how it stood before. */
  standingsAt(now: Instant, facts: Facts): Standings {
    const result = new Map<string, Standing>();
    const standingIn = (id: string): Standing => {
      const known = result.get(id);
      if (known !== undefined) return known;
      const document = this.documents.find((one) => one.id === id);
      if (document === undefined) throw new Error(`no segment ${id}`);
      const before = this.standings.get(id) ?? outside;
      const member = isMember(document, facts, now, this.account, standingIn);
      const standing =
        member === before.member
          ? before
          : { member, since: member ? now : null, entries: member ? [...before.entries, now] : before.entries };
      result.set(id, standing);
      return standing;
    };
    for (const document of this.documents) standingIn(document.id);
    return result;
  }

  differs(standings: Standings): boolean {
    return this.documents.some(({ id }) => standings.get(id)?.member !== (this.standings.get(id)?.member ?? false));
  }

  /** Evaluates everything at `now` and writes down what changed. */
  step(now: Instant, cause: ExpectedTransition['cause']): void {
    this.stand(this.standingsAt(now, this.facts()), now, cause);
  }

  /** Whoever is forgotten is in nothing, not even where being unknown is the condition. */
  forget(now: Instant): void {
    this.stand(new Map(), now, 'ERASE');
  }

  stand(standings: Standings, now: Instant, cause: ExpectedTransition['cause']): void {
    for (const segmentId of new Set([...this.standings.keys(), ...standings.keys()])) {
      const member = standings.get(segmentId)?.member ?? false;
      if (member === (this.standings.get(segmentId)?.member ?? false)) continue;
      const seq = this.transitions.filter((one) => one.segmentId === segmentId).length + 1;
      this.transitions.push({
        segmentId,
        type: member ? 'SegmentEntered' : 'SegmentLeft',
        seq,
        effectiveAt: now,
        cause,
      });
    }
    this.standings = standings;
  }

  /** The first instant in (from, until] at which something flips with the facts as they are; undefined if nothing does. */
  firstFlip(from: Instant, until: Instant): Instant | undefined {
    const facts = this.facts();
    const begun = [...this.standings.values()].flatMap((standing) => standing.entries);
    const candidates = collectCandidates(this.documents, facts, begun, this.account, from, until);
    const looked = [...new Set([...candidates, ...this.probe(from, until)])].sort((left, right) => left - right);
    let before = from;
    for (const candidate of looked) {
      if (this.differs(this.standingsAt(candidate, facts))) {
        const flip = bisect(before, candidate, (at) => this.differs(this.standingsAt(at, facts)));
        if (!candidates.includes(flip)) this.unforeseen.push(flip);
        return flip;
      }
      before = candidate;
    }
    return undefined;
  }

  /** Lets time pass over (from, until]. */
  pass(from: Instant, until: Instant): void {
    let at: Instant | undefined = from;
    while (at !== undefined && at < until) {
      at = this.firstFlip(at, until);
      if (at !== undefined) this.step(at, 'TIME');
    }
  }
}

/** Takes one thing in; false if it changed nothing and so was no step. */
function take(watch: Watch, step: Step, change: Change<readonly SegmentDocument[]> | undefined): boolean {
  if (step.kind !== 'definitions') {
    if (!record(watch.ledger, step)) return false;
    if (isErasure(step)) watch.forget(step.at);
    else watch.step(step.at, 'EVENT');
    return true;
  }
  if (change !== undefined) watch.documents = change.definitions;
  watch.step(step.at, 'DEFINITION');
  return true;
}

/**
 * All transitions of a customer over a history. An arrival at T comes before anything that falls due at T; several at one
 * instant are a step each; one whose version is not above the known one is no step at all. New definitions at T come after
 * all that fell due by then under the old ones. Of a customer who was erased nothing is known until the next arrival that counts.
 */
export function followTimeline(
  documents: readonly SegmentDocument[],
  account: Account,
  history: History,
  change?: Change<readonly SegmentDocument[]>,
  probe: Probe = () => [],
): Timeline {
  const watch = new Watch(documents, account, history.customerId, probe);
  let now: Instant | undefined;
  for (const step of inOrder(history.arrivals, change)) {
    if (now === undefined && step.kind === 'definitions') {
      watch.documents = change?.definitions ?? documents;
      continue;
    }
    const passed = step.kind === 'definitions' ? step.at : step.at - 1;
    if (now !== undefined && passed > now) watch.pass(now, passed);
    if (take(watch, step, change)) now = step.kind !== 'definitions' && isErasure(step) ? undefined : step.at;
    else if (now !== undefined) now = Math.max(now, passed);
  }
  if (now !== undefined) watch.pass(now, history.until);
  const members = [...watch.standings].filter(([, standing]) => standing.member).map(([id]) => id);
  return { transitions: watch.transitions, members, unforeseen: watch.unforeseen };
}

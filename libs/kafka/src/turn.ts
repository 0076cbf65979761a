import { type Clock, type TaskClock } from './clock.ts';
import { type OpenCycle } from './cycle.ts';
import { deadLetterRecord, type Rejection, rejectionOf } from './dead-letter.ts';
import { type DueQueue } from './due-queue.ts';
import { type Effects } from './effects.ts';
import { codeOf, messageOf, verdictOf } from './errors.ts';
import { type InputMerge, type MergeItem, type TakenRecord } from './input-merge.ts';
import { type Limits } from './limits.ts';
import { type TopicPartition } from './port.ts';
import { type Processor, type SourceRecord, type Topology } from './topology.ts';

export interface TurnContext {
  readonly topology: Topology;
  readonly partition: number;
  readonly partitions: number;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly taskClock: TaskClock;
  readonly processor: Processor;
  readonly cycle: OpenCycle;
  readonly dues: DueQueue;
  readonly merge: InputMerge;
  readonly effects: Effects;
  readonly deadLetterTarget: TopicPartition;
  /** Tells that the record at the offset of an input has been dealt with. */
  readonly onHandled: (input: number, offset: number) => void;
  readonly onDeadLetter: (record: SourceRecord, rejection: Rejection) => void;
  readonly onAdvanced: (instant: number) => void;
  readonly stopwatch: () => number;
}

/** In turns. */
const askAtLeastEvery = 20;

/**
 * One turn of a task's work, bounded in records, due entries and time: outcomes of effects, due entries, records, spare time, in this
 * order. What it decides is in the cycle; whether that is committed now is its owner's business.
 */
export class Turn {
  readonly #context: TurnContext;
  /** Taken and prepared, not handled yet: what an earlier turn had to leave. */
  #queue: MergeItem[] = [];
  #next = 0;
  #isBlocked = false;
  #hasMoreIdle = false;
  #turnsWithoutSpareTime = 0;
  #handled = 0;
  #duesLeft = 0;
  #recordsLeft = 0;
  #endsAt = 0;
  #isCut = false;

  constructor(context: TurnContext) {
    this.#context = context;
  }

  /** How many records of the input were taken and not handled. */
  outstanding(input: number): number {
    let count = 0;
    for (let at = this.#next; at < this.#queue.length; at += 1)
      if (inputOf(this.#queue[at] as MergeItem) === input) count += 1;
    return count;
  }

  /** True when the head record waits for a table: there is nothing to do before more of it arrives. */
  get isBlocked(): boolean {
    return this.#isBlocked;
  }

  /** Resolves with true when there is more to do at once. */
  async run(isStopping: boolean): Promise<boolean> {
    const { processor, cycle, effects, clock, taskClock, dues } = this.#context;
    await dues.fill();
    this.#handled = 0;
    cycle.now = clock.kind === 'wall' ? taskClock.advanceTo(clock.now()) : taskClock.now;
    this.#step(() => processor.onCycle?.(cycle));
    for (const outcome of effects.takeOutcomes()) this.#step(() => processor.onEffectOutcome?.(outcome, cycle));
    let hasMore = false;
    if (!isStopping) {
      hasMore = await this.#work();
      if (await this.#useSpareTime()) hasMore = true;
    }
    this.#step(() => processor.onFlush?.(cycle));
    return hasMore;
  }

  async #work(): Promise<boolean> {
    const { cycle, clock, limits, merge } = this.#context;
    this.#duesLeft = limits.duesPerCycle;
    this.#begin(limits.cycleMs / 2);
    let hasMoreDues = false;
    if (clock.kind === 'wall' && !this.#mustHold()) hasMoreDues = !this.#fireThrough(cycle.now);
    this.#begin(limits.cycleMs);
    if (!this.#mustHold()) await this.#handleRecords();
    if (this.#mustHold()) return false;
    return hasMoreDues || this.#isCut || (this.#handled > 0 && (this.#isBlocked || merge.hasArrived()));
  }

  #begin(ms: number): void {
    const { limits, stopwatch } = this.#context;
    this.#recordsLeft = limits.recordsPerCycle;
    this.#endsAt = stopwatch() + ms;
    this.#isCut = false;
  }

  /** Effects hold the input back: in wall time when too many are under way, in stream time while any is. */
  #mustHold(): boolean {
    const { effects, cycle } = this.#context;
    return cycle.isStreamTime ? effects.pending + cycle.effectCount > 0 : effects.isFullWith(cycle.effectCount);
  }

  async #handleRecords(): Promise<void> {
    await this.#take(this.#isBlocked);
    const { stopwatch, cycle, limits } = this.#context;
    const held: MergeItem[] = [];
    this.#isBlocked = false;
    while (this.#next < this.#queue.length && !this.#isCut) {
      if (this.#recordsLeft <= 0 || cycle.bytes > limits.cycleBytes || stopwatch() > this.#endsAt) {
        this.#isCut = true;
        break;
      }
      const item = this.#queue[this.#next] as MergeItem;
      const mustWait = this.#isBlocked && !this.#isTable(item);
      if (!mustWait && this.#handle(item)) this.#handled += 1;
      else if (this.#isCut) break;
      else {
        this.#isBlocked = true;
        held.push(item);
      }
      this.#next += 1;
    }
    this.#queue = held.concat(this.#queue.slice(this.#next));
    this.#next = 0;
  }

  /** Takes what has arrived, and lets the processor fetch what deciding about it needs. */
  async #take(tablesOnly: boolean): Promise<void> {
    const { merge, processor, limits } = this.#context;
    const fresh: MergeItem[] = [];
    const records: SourceRecord[] = [];
    while (this.#queue.length + fresh.length < limits.recordsPerCycle + (tablesOnly ? limits.recordsPerCycle : 0)) {
      const item = merge.next(tablesOnly);
      if (item === undefined) break;
      fresh.push(item);
      if (item.kind === 'record' && this.#rejection(item.record) === undefined) records.push(item.record);
    }
    this.#queue = this.#queue.concat(fresh);
    if (records.length > 0) await processor.prepare?.(records);
  }

  /** False when the item stays: the turn was cut before it, or it waits for a table. */
  #handle(item: MergeItem): boolean {
    const { cycle, taskClock, onHandled, onAdvanced } = this.#context;
    if (item.kind === 'skip') {
      onHandled(item.input, item.offset);
      return true;
    }
    if (item.kind === 'advance') {
      if (!this.#fireThrough(item.instant)) return false;
      cycle.now = taskClock.advanceTo(item.instant);
      onAdvanced(item.instant);
      return true;
    }
    const { record } = item;
    if (cycle.isStreamTime) {
      if (!this.#fireThrough(record.timestamp - 1)) return false;
      cycle.now = taskClock.advanceTo(record.timestamp);
    }
    this.#recordsLeft -= 1;
    if (!this.#decide(record)) return false;
    onHandled(record.input, record.offset);
    if (this.#mustHold()) this.#isCut = true;
    return true;
  }

  #decide(record: TakenRecord): boolean {
    const { topology, processor, cycle } = this.#context;
    const rejection = this.#rejection(record);
    if (rejection !== undefined) {
      this.#setAside(record, rejection);
      return true;
    }
    const input = topology.inputs[record.input];
    if (input?.kind === 'table') cycle.putTable(input.store, (record.key as Buffer).toString(), record.value);
    cycle.beginStep();
    try {
      const answer = processor.onRecord(record, cycle);
      if (answer !== 'later') return true;
    } catch (error) {
      cycle.undoStep();
      if (verdictOf(error) !== 'dead-letter') throw error;
      this.#setAside(record, { code: codeOf(error) ?? 'WEIR_RECORD_UNDECODABLE', reason: messageOf(error) });
      return true;
    }
    cycle.undoStep();
    if (input?.kind === 'table')
      throw new Error(`the processor answered 'later' to a record of the table ${record.topic}`);
    return false;
  }

  #rejection(record: TakenRecord): Rejection | undefined {
    const { partition, partitions, limits } = this.#context;
    return rejectionOf(record, partition, partitions, limits);
  }

  #setAside(record: TakenRecord, rejection: Rejection): void {
    const { cycle, deadLetterTarget, onDeadLetter } = this.#context;
    cycle.append(deadLetterRecord(record, rejection, deadLetterTarget, cycle.now));
    onDeadLetter(record, rejection);
  }

  /** Handles all entries due at or before the instant; false when the turn was cut before it had done so. */
  #fireThrough(instant: number): boolean {
    const { dues, cycle, taskClock, processor, stopwatch } = this.#context;
    while (!dues.isClear(instant, true)) {
      const entry = dues.peek();
      if (entry === undefined || this.#duesLeft <= 0 || stopwatch() > this.#endsAt) {
        this.#isCut = true;
        return false;
      }
      this.#duesLeft -= 1;
      if (cycle.isStreamTime) cycle.now = taskClock.advanceTo(entry.dueAt);
      this.#step(() => processor.onDue?.(entry.key, entry.dueAt, cycle));
      if (dues.has(entry.key, entry.dueAt)) {
        throw new Error(`the processor left ${entry.key} due at ${entry.dueAt}: it must reschedule it`);
      }
      if (this.#mustHold()) {
        this.#isCut = true;
        return false;
      }
    }
    return true;
  }

  /** Under load, work that has begun gets a piece of each turn, and work that has not yet begun is asked for now and then. */
  async #useSpareTime(): Promise<boolean> {
    const { processor, cycle } = this.#context;
    if (processor.onIdle === undefined || (cycle.isStreamTime && this.#mustHold())) return false;
    this.#turnsWithoutSpareTime += 1;
    if (this.#isCut && !this.#hasMoreIdle && this.#turnsWithoutSpareTime < askAtLeastEvery) return false;
    this.#turnsWithoutSpareTime = 0;
    cycle.beginStep();
    this.#hasMoreIdle = await processor.onIdle(cycle);
    return this.#hasMoreIdle;
  }

  #step(call: () => void): void {
    this.#context.cycle.beginStep();
    call();
  }

  #isTable(item: MergeItem): boolean {
    return (
      item.kind === 'skip' ||
      (item.kind === 'record' && this.#context.topology.inputs[item.record.input]?.kind === 'table')
    );
  }
}

function inputOf(item: MergeItem): number | undefined {
  if (item.kind === 'record') return item.record.input;
  return item.kind === 'skip' ? item.input : undefined;
}

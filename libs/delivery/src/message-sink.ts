import { type Customer, type SegmentEvent } from '@weir/codec';
import { type Automation } from './automation.ts';
import { ClaimIndex, type OwnClaims } from './claim-index.ts';
import {
  type CustomerLedger,
  customerOfKey,
  ledgerDueAt,
  ledgerKey,
  loadLedger,
  saveLedger,
  withEffect,
  withoutEffect,
} from './customer-ledger.ts';
import { CustomerTable } from './customer-table.ts';
import { type Effect, type Ending, resolveDoubt, settle, skip, wait } from './effect-ledger.ts';
import { ErasureMarks } from './erasure-marks.ts';
import { undoneReason } from './gate.ts';
import { decideIntents, type Intent } from './intent.ts';
import { MessageAttempts, type NoCustomer } from './message-attempts.ts';
import { toMessageEvent } from './message-event.ts';
import { type MessageSinkOptions } from './message-sink-options.ts';
import { type SendOutcome } from './send-outcome.ts';
import { type SinkCycle, type SinkRecord } from './sink-cycle.ts';
import { prepareRecords, readRecord } from './sink-records.ts';

const interrupted = 'interrupted between handing over and the answer';

/**
 * What the mailer and the SMS service do with one partition: decide, by the automations, what a segment event makes due; ask the gate before each
 * attempt; claim, call, write down the result. It holds no state of its own that matters: all of it is in the cycle's stores.
 */
export class MessageSink<M> {
  readonly #options: MessageSinkOptions<M>;
  readonly #attempts: MessageAttempts<M>;
  readonly #claims: ClaimIndex;
  readonly #erasures: ErasureMarks;
  readonly #customers: CustomerTable;

  /** `ownClaims` is one for the whole process and outlives this sink. */
  constructor(options: MessageSinkOptions<M>, ownClaims: OwnClaims) {
    this.#options = options;
    this.#claims = new ClaimIndex(options.stores.state, ownClaims);
    this.#erasures = new ErasureMarks(options.stores.state);
    const { codec, stores, zone } = options;
    this.#customers = new CustomerTable({ store: stores.customers, codec, erasures: this.#erasures, zone });
    this.#attempts = new MessageAttempts(options, this.#claims);
  }

  prepare(records: readonly SinkRecord[]): Promise<void> {
    return prepareRecords(records, this.#options);
  }

  /** Claims that the last owner left without a result: ours are still on their way, those of a process that died are in doubt. */
  async onRestored(cycle: SinkCycle): Promise<void> {
    await this.#options.definitions.refresh();
    for (const { key, customerId } of await this.#claims.readAll(cycle)) {
      const { effects } = loadLedger(cycle, this.#options.stores.state, customerId);
      const attempt = effects.find((effect) => effect.key === key)?.attempts ?? 0;
      const found = this.#claims.resume(key, attempt, cycle);
      if (found === 'resumed') continue;
      this.#changeEffect(customerId, key, cycle, (effect) => {
        if (found === 'unsent') return { effect: wait(effect, cycle.now) };
        return resolveDoubt(effect, interrupted, cycle.now, this.#inDoubtPolicy(effect), cycle.now);
      });
    }
  }

  onCycle(): void {
    this.#claims.forgetSettled();
  }

  onRecord(record: SinkRecord, cycle: SinkCycle): void | 'later' {
    const said = readRecord(record, this.#options);
    if (said === null) return;
    if ('event' in said) return this.#onSegmentEvent(said.event, cycle);
    this.#erase(said.erased, cycle);
  }

  onDue(key: string, dueAt: number, cycle: SinkCycle): void {
    const customerId = customerOfKey(key);
    if (customerId === null) return this.#erasures.expire(key, dueAt, cycle);
    const before = loadLedger(cycle, this.#options.stores.state, customerId);
    const customer = this.#customers.get(customerId, cycle) ?? 'customer-erased';
    let ledger = before;
    for (const effect of before.effects) {
      if (effect.nextAttemptAt === null || effect.nextAttemptAt > cycle.now) continue;
      const automation = this.#options.definitions.current().automation(effect.automationId);
      const result = this.#attempts.attempt(effect, automation, customer, cycle);
      ledger = this.#record(ledger, result, customerId, cycle);
    }
    saveLedger(cycle, this.#options.stores.state, customerId, before, ledger);
  }

  onEffectOutcome(
    outcome: { readonly id: string; readonly result?: unknown; readonly error?: Error | undefined },
    cycle: SinkCycle,
  ): void {
    const customerId = this.#claims.customerOf(outcome.id, cycle);
    this.#claims.markSettled(outcome.id);
    if (customerId === null) return;
    const answer =
      outcome.error === undefined
        ? (outcome.result as SendOutcome)
        : ({ kind: 'unknown', reason: outcome.error.message } as const);
    this.#attempts.note(answer, cycle.now);
    this.#changeEffect(customerId, outcome.id, cycle, (effect) =>
      settle(effect, answer, cycle.now, this.#options.retry, this.#inDoubtPolicy(effect)),
    );
  }

  #onSegmentEvent(event: SegmentEvent, cycle: SinkCycle): void | 'later' {
    const { channel, definitions, stores } = this.#options;
    const before = loadLedger(cycle, stores.state, event.customerId);
    const intents = decideIntents(event, definitions.current(), channel.name).filter(({ key }) =>
      before.effects.every((effect) => effect.key !== key),
    );
    const automations = intents.map(({ automation }) => automation);
    const customer = this.#customers.find(event, automations, cycle);
    if (customer === 'later') return 'later';
    let ledger = this.#cancelUndone(before, event, cycle);
    for (const intent of intents) {
      ledger = this.#record(ledger, this.#begin(ledger, intent, event, customer, cycle), event.customerId, cycle);
    }
    if (ledger !== before) saveLedger(cycle, stores.state, event.customerId, before, ledger);
  }

  #begin(
    ledger: CustomerLedger,
    intent: Intent<'email' | 'sms'>,
    event: SegmentEvent,
    customer: Customer | NoCustomer,
    cycle: SinkCycle,
  ) {
    const effect = toEffect(intent, event, cycle.now + this.#options.retry.giveUpAfterMs);
    const acted = ledger.actedOnce[intent.automation.id];
    if (acted !== undefined && acted !== changeOf(effect)) return skip(effect, 'acted-before', cycle.now);
    return this.#attempts.attempt(effect, intent.automation, customer, cycle);
  }

  /** A later change of the membership takes back what still waits because of an earlier one. */
  #cancelUndone(before: CustomerLedger, event: SegmentEvent, cycle: SinkCycle): CustomerLedger {
    let ledger = before;
    for (const effect of before.effects) {
      if (effect.state !== 'WAITING' || effect.segmentId !== event.segmentId || effect.seq >= event.seq) continue;
      const automation = this.#options.definitions.current().automation(effect.automationId);
      if (automation === undefined || !automation.cancelOnLeave) continue;
      ledger = this.#record(ledger, skip(effect, undoneReason(automation), cycle.now), event.customerId, cycle);
    }
    return ledger;
  }

  #changeEffect(
    customerId: string,
    key: string,
    cycle: SinkCycle,
    change: (effect: Effect) => Ending | { effect: Effect },
  ): void {
    this.#claims.remove(key, cycle);
    const before = loadLedger(cycle, this.#options.stores.state, customerId);
    const effect = before.effects.find((candidate) => candidate.key === key);
    if (effect?.state !== 'CLAIMED') return;
    const after = this.#record(before, change(effect), customerId, cycle);
    saveLedger(cycle, this.#options.stores.state, customerId, before, after);
  }

  #record(
    ledger: CustomerLedger,
    result: Ending | { effect: Effect },
    customerId: string,
    cycle: SinkCycle,
  ): CustomerLedger {
    const { channel, codec, onEnded, topics } = this.#options;
    const { effect } = result;
    if ('kind' in result) {
      onEnded(result);
      // Of a customer who is not there nothing is written down: it may have been erased.
      if (result.reason === 'customer-erased' || result.reason === 'customer-unknown')
        return withoutEffect(ledger, effect.key);
      const value = codec.encode('message-events', toMessageEvent(result, customerId, channel.recordName, cycle.now));
      cycle.emit({ topic: topics.messageEvents, key: customerId, value });
    }
    const isOnce = this.#options.definitions.current().automation(effect.automationId)?.reentry === 'once';
    const updated = withEffect(ledger, effect);
    if (!isOnce || effect.state !== 'CLAIMED') return updated;
    return { ...updated, actedOnce: { ...updated.actedOnce, [effect.automationId]: changeOf(effect) } };
  }

  #erase(customerId: string, cycle: SinkCycle): void {
    const { state } = this.#options.stores;
    const ledger = loadLedger(cycle, state, customerId);
    for (const { key } of ledger.effects) this.#claims.remove(key, cycle);
    if (cycle.get(state, ledgerKey(customerId)) !== undefined) {
      cycle.put(state, ledgerKey(customerId), null);
      cycle.reschedule(ledgerKey(customerId), ledgerDueAt(ledger), Number.POSITIVE_INFINITY);
    }
    this.#erasures.mark(customerId, cycle);
  }

  #inDoubtPolicy({ automationId }: Effect): Automation['inDoubt'] {
    return this.#options.definitions.current().automation(automationId)?.inDoubt ?? 'report';
  }
}

function toEffect(intent: Intent<'email' | 'sms'>, event: SegmentEvent, giveUpAt: number): Effect {
  return {
    key: intent.key,
    automationId: intent.automation.id,
    segmentId: event.segmentId,
    seq: event.seq,
    step: intent.stepIndex,
    templateId: intent.step.templateId,
    promotionId: intent.promotionId,
    effectiveAt: event.effectiveAt,
    decidedAt: event.decidedAt,
    state: 'WAITING',
    attempts: 0,
    nextAttemptAt: null,
    giveUpAt,
    possibleDuplicate: false,
    endedAt: null,
  };
}

function changeOf({ segmentId, seq }: Effect): string {
  return `${segmentId}/${seq}`;
}

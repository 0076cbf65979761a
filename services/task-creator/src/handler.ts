import { type Codec, type Customer, type RecordOf, type SegmentEvent, type Task } from '@weir/codec';
import {
  askGate,
  CustomerTable,
  decideIntents,
  type DeliveryDefinitions,
  ErasureMarks,
  type Intent,
  issuePromoCode,
  type IssuedPromoCode,
  prepareRecords,
  readRecord,
  type SinkCycle,
  type SinkRecord,
  type SkipReason,
  skipReasons,
  TemplateError,
  toPromoCodeRecord,
  toTemplateVariables,
  undoneReason,
} from '@weir/delivery';
import { addDuration, type Zone } from '@weir/engine';
import { sinkStores, type SinkTopics } from '@weir/sink';
import { type CustomerTasks, loadTasks, noTasks, type OpenTask, saveTasks } from './open-tasks.ts';

export interface TaskCreatorOptions {
  readonly topics: SinkTopics;
  readonly codec: Pick<Codec, 'encode' | 'decode' | 'resolveSchemas'>;
  readonly definitions: { current(): DeliveryDefinitions; refresh(): Promise<void> };
  /** Null: steps that need a promo code are skipped. */
  readonly promoSecret: string | null;
  readonly zone: Zone;
  /** For metrics: called when the decision is made, before it is committed. */
  readonly onTask: (status: Task['status'] | 'SKIPPED', reason: SkipReason | null) => void;
}

const { state } = sinkStores;

/**
 * Makes tasks for managers out of segment events, and withdraws them when the customer leaves. All of it is Kafka to Kafka, in the transaction
 * of the input: a task is made exactly once.
 */
export class TaskCreator {
  readonly #options: TaskCreatorOptions;
  readonly #erasures = new ErasureMarks(state);
  readonly #customers: CustomerTable;

  constructor(options: TaskCreatorOptions) {
    this.#options = options;
    const { codec, zone } = options;
    this.#customers = new CustomerTable({ store: sinkStores.customers, codec, erasures: this.#erasures, zone });
  }

  prepare(records: readonly SinkRecord[]): Promise<void> {
    return prepareRecords(records, this.#options);
  }

  onRecord(record: SinkRecord, cycle: SinkCycle): void | 'later' {
    const said = readRecord(record, this.#options);
    if (said === null) return;
    if ('event' in said) return this.#onSegmentEvent(said.event, cycle);
    this.#erase(said.erased, cycle);
  }

  onDue(key: string, dueAt: number, cycle: SinkCycle): void {
    this.#erasures.expire(key, dueAt, cycle);
  }

  #onSegmentEvent(event: SegmentEvent, cycle: SinkCycle): void | 'later' {
    const before = loadTasks(cycle, state, event.customerId);
    const intents = decideIntents(event, this.#options.definitions.current(), 'task');
    const automations = intents.map(({ automation }) => automation);
    const customer = intents.length === 0 ? 'customer-unknown' : this.#customers.find(event, automations, cycle);
    if (customer === 'later') return 'later';
    let tasks = this.#withdrawUndone(before, event, cycle);
    for (const intent of intents) {
      if (tasks.open.some(({ task }) => task.taskId === intent.key)) continue;
      const made = typeof customer === 'string' ? customer : this.#decide(intent, event, customer, tasks, cycle);
      if (typeof made === 'string') this.#options.onTask('SKIPPED', made);
      else tasks = this.#open(tasks, intent, event, made, cycle);
    }
    if (tasks !== before) saveTasks(cycle, state, event.customerId, tasks);
  }

  #decide(
    intent: Intent<'task'>,
    event: SegmentEvent,
    customer: Customer,
    tasks: CustomerTasks,
    cycle: SinkCycle,
  ): Task | SkipReason {
    const { automation, step } = intent;
    const { zone } = this.#options;
    const acted = tasks.actedOnce[automation.id];
    if (automation.reentry === 'once' && acted !== undefined && acted !== changeOf(event)) return 'acted-before';
    const verdict = askGate({ automation, change: event, customer, channel: null, now: cycle.now, zone });
    if (verdict.verdict === 'skip') return verdict.reason;
    const promo = this.#promoCode(intent, event);
    if (promo === 'missing') return 'promotion-missing';
    const text = render(intent, event, customer, promo);
    if (text === null) return 'template-failed';
    if (promo !== null) this.#emit('promo-codes', this.#options.topics.promoCodes, toPromoCodeRecord(promo), cycle);
    return {
      taskId: intent.key,
      customerId: event.customerId,
      version: 1,
      status: 'OPEN',
      text,
      dueAt: step.dueIn === null ? null : addDuration(cycle.now, step.dueIn, zone),
      performerId: customer.profile?.managerId ?? null,
      automationId: automation.id,
      segmentId: event.segmentId,
      causeEventId: event.eventId,
      createdAt: cycle.now,
      updatedAt: cycle.now,
      reason: null,
    };
  }

  #open(
    tasks: CustomerTasks,
    { automation }: Intent<'task'>,
    event: SegmentEvent,
    task: Task,
    cycle: SinkCycle,
  ): CustomerTasks {
    this.#publish(task, null, cycle);
    const open: OpenTask = { task, seq: event.seq, on: automation.on };
    return {
      open: automation.cancelOnLeave ? [...tasks.open, open] : tasks.open,
      actedOnce:
        automation.reentry === 'once' ? { ...tasks.actedOnce, [automation.id]: changeOf(event) } : tasks.actedOnce,
    };
  }

  /** Withdraws what was asked for because of an earlier change of this membership. */
  #withdrawUndone(tasks: CustomerTasks, { segmentId, seq }: SegmentEvent, cycle: SinkCycle): CustomerTasks {
    const isUndone = (open: OpenTask) => open.task.segmentId === segmentId && open.seq < seq;
    const undone = tasks.open.filter(isUndone);
    if (undone.length === 0) return tasks;
    for (const { task, on } of undone) this.#withdraw(task, undoneReason({ on }), cycle);
    return { ...tasks, open: tasks.open.filter((open) => !isUndone(open)) };
  }

  #withdraw(task: Task, reason: SkipReason, cycle: SinkCycle): void {
    const { version } = task;
    const withdrawn = {
      status: 'CANCELLED' as const,
      version: version + 1,
      updatedAt: cycle.now,
      reason: skipReasons[reason],
    };
    this.#publish({ ...task, ...withdrawn }, reason, cycle);
  }

  /** Nothing personal is left: the task is withdrawn without its text. */
  #erase(customerId: string, cycle: SinkCycle): void {
    const tasks = loadTasks(cycle, state, customerId);
    for (const { task } of tasks.open) this.#withdraw({ ...task, text: '' }, 'customer-erased', cycle);
    if (tasks !== noTasks) saveTasks(cycle, state, customerId, noTasks);
    this.#erasures.mark(customerId, cycle);
  }

  #promoCode(
    { automation, promotionId }: Pick<Intent, 'automation' | 'promotionId'>,
    event: SegmentEvent,
  ): IssuedPromoCode | 'missing' | null {
    if (promotionId === null) return null;
    const { definitions, promoSecret, zone } = this.#options;
    const promotion = definitions.current().promotion(promotionId);
    if (promotion === undefined || promoSecret === null) return 'missing';
    const { customerId, segmentId, seq, decidedAt } = event;
    return issuePromoCode(
      { promotion, customerId, automationId: automation.id, segmentId, seq, decidedAt },
      promoSecret,
      zone,
    );
  }

  #publish(task: Task, reason: SkipReason | null, cycle: SinkCycle): void {
    this.#emit('tasks', this.#options.topics.tasks, task, cycle);
    this.#options.onTask(task.status, reason);
  }

  #emit<N extends 'tasks' | 'promo-codes'>(name: N, topic: string, value: RecordOf<N>, cycle: SinkCycle): void {
    cycle.emit({ topic, key: value.customerId, value: this.#options.codec.encode(name, value) });
  }
}

/** Null when the text needs something that is not there. */
function render(
  { automation, step }: Intent<'task'>,
  event: SegmentEvent,
  customer: Customer,
  promo: IssuedPromoCode | null,
): string | null {
  try {
    return step.text.render(toTemplateVariables(customer, automation, event, promo));
  } catch (error) {
    if (error instanceof TemplateError) return null;
    throw error;
  }
}

function changeOf({ segmentId, seq }: SegmentEvent): string {
  return `${segmentId}/${seq}`;
}

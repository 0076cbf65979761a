import { type Codec, type Customer, type MessageEvent, type PromoCode, type SegmentEvent } from '@weir/codec';
import { findZone } from '@weir/engine';
import { parseAutomation } from './automation.ts';
import { noon } from './builders.ts';
import { indexDefinitions } from './definitions.ts';
import { type OwnClaims } from './claim-index.ts';
import { createEmailChannel, type Email } from './email-channel.ts';
import { MemoryCycles } from './memory-cycles.ts';
import { MessageSink } from './message-sink.ts';
import { parsePromotion } from './promotion.ts';
import { type SendOutcome } from './send-outcome.ts';
import { parseTemplate } from './template.ts';

/** Of the records that a mailer reads and writes. */
export const mailerTopics = ['customers', 'segment-events', 'message-events', 'promo-codes'] as const;

export const minute = 60_000;
export const day = 86_400_000;
const topics = {
  segmentEvents: 'segment-events',
  customers: 'customers',
  messageEvents: 'message-events',
  promoCodes: 'promo-codes',
};
export const stores = { customers: 'customers', state: 'mailer-state' };
const zone = findZone('UTC');
if (zone === undefined) throw new Error('no zone');
const utc = zone;

function valid<T>(parsed: { ok: true; value: T } | { ok: false; problems: unknown }): T {
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}

const template = valid(
  parseTemplate({ template: 't', channel: 'email', subject: 'Tea', html: '{{ customer.firstName }} {{ promo.code }}' }),
);
const promotion = valid(parsePromotion({ promotion: 'p', percent: 5, validFor: 'P14D' }));

/** One mailer of one partition with a provider that answers as it is told. */
export class Mailer {
  readonly cycles = new MemoryCycles(noon);
  readonly sent: Email[] = [];
  answer: (email: Email) => Promise<SendOutcome> = () => Promise.resolve({ kind: 'accepted' });
  readonly #codec: Codec;
  #automation: Record<string, unknown> = {};
  #ownClaims: OwnClaims = new Map();
  sink: MessageSink<Email>;

  constructor(codec: Codec) {
    this.#codec = codec;
    this.sink = this.#create();
  }

  automation(changes: Record<string, unknown>): void {
    this.#automation = changes;
  }

  #create(): MessageSink<Email> {
    return new MessageSink<Email>(
      {
        channel: createEmailChannel({ defaultFrom: 'shop@shop.example', messageIdDomain: 'shop.example' }),
        provider: {
          send: (email) => {
            this.sent.push(email);
            return this.answer(email);
          },
        },
        topics,
        stores,
        codec: this.#codec,
        definitions: { current: () => this.#definitions(), refresh: () => Promise.resolve() },
        promoSecret: 'secret',
        zone: utc,
        retry: { firstMs: minute, maxMs: 60 * minute, giveUpAfterMs: day },
        onEnded: () => undefined,
      },
      this.#ownClaims,
    );
  }

  #definitions() {
    const automation = {
      automation: 'a',
      name: 'A',
      on: { segment: 'tea', entered: true },
      steps: [{ promoCode: 'p' }, { email: { template: 't' } }],
      ...this.#automation,
    };
    return indexDefinitions({
      automations: this.#automation['off'] === true ? [] : [valid(parseAutomation(automation))],
      templates: [template],
      promotions: [promotion],
    });
  }

  /** As a table input does: the row goes to the store, then to the processor. */
  async learn(customer: Customer | null, customerId = 'c-1'): Promise<void> {
    const value = customer === null ? null : this.#codec.encode('customers', customer);
    await this.cycles.cycle((cycle) => {
      cycle.put(stores.customers, customerId, value);
      this.sink.onRecord(
        { topic: topics.customers, key: Buffer.from(customerId), value, timestamp: this.cycles.now },
        cycle,
      );
    });
  }

  async hear(event: SegmentEvent, options: { abort?: boolean; crash?: boolean } = {}): Promise<void | 'later'> {
    const value = this.#codec.encode('segment-events', event);
    this.sink.onCycle();
    const record = {
      topic: topics.segmentEvents,
      key: Buffer.from(event.customerId),
      value,
      timestamp: event.decidedAt,
    };
    return this.cycles.cycle((cycle) => this.sink.onRecord(record, cycle), options);
  }

  settle(): Promise<void> {
    return this.cycles.settle(this.sink);
  }

  async passTime(ms: number): Promise<void> {
    this.cycles.now += ms;
    await this.settle();
  }

  /** A new processor over the committed state: in the same process, or in another one that knows nothing of what was handed over. */
  async recover({ inSameProcess }: { inSameProcess: boolean }): Promise<void> {
    this.cycles.loseOutcomes();
    if (!inSameProcess) this.#ownClaims = new Map();
    this.sink = this.#create();
    await this.cycles.cycle((cycle) => this.sink.onRestored(cycle));
  }

  /** How many claims the process remembers. */
  get rememberedClaims(): number {
    return this.#ownClaims.size;
  }

  messages(): Pick<MessageEvent, 'kind' | 'reason'>[] {
    return this.#emitted('message-events').map((event) => ({ kind: event.kind, reason: event.reason }));
  }

  kinds(): string[] {
    return this.messages().map(({ kind }) => kind);
  }

  promoCodes(): PromoCode[] {
    return this.#emitted('promo-codes');
  }

  #emitted<N extends 'message-events' | 'promo-codes'>(topic: N) {
    return this.cycles.emitted
      .filter((output) => output.topic === topic)
      .map(({ value }) => this.#codec.decode(topic, value ?? new Uint8Array()));
  }
}

export const neverAnswers = () => new Promise<SendOutcome>(() => undefined);
export const down: SendOutcome = { kind: 'unavailable', because: 'provider', reason: 'connection refused' };

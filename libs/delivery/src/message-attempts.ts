import { type Customer } from '@weir/codec';
import { type Automation } from './automation.ts';
import { type ClaimIndex } from './claim-index.ts';
import { claim, type Effect, type Ending, giveUp, skip, wait } from './effect-ledger.ts';
import { addressOf, askGate } from './gate.ts';
import { TemplateError } from './liquid.ts';
import { type MessageSinkOptions } from './message-sink-options.ts';
import { issuePromoCode, type IssuedPromoCode, toPromoCodeRecord } from './promo-code.ts';
import { ProviderPause } from './provider-pause.ts';
import { type SendOutcome } from './send-outcome.ts';
import { type SinkCycle } from './sink-cycle.ts';
import { type SkipReason } from './skip-reason.ts';
import { toTemplateVariables } from './template-variables.ts';

/** Why there is no customer to write to; nothing is written down about it. */
export type NoCustomer = 'customer-erased' | 'customer-unknown';

/** One attempt at a message: the gate, the text, the claim. What comes back must be written down in the same cycle. */
export class MessageAttempts<M> {
  readonly #options: MessageSinkOptions<M>;
  readonly #claims: ClaimIndex;
  readonly #pause: ProviderPause;

  constructor(options: MessageSinkOptions<M>, claims: ClaimIndex) {
    this.#options = options;
    this.#claims = claims;
    this.#pause = new ProviderPause(options.retry);
  }

  note(outcome: SendOutcome, now: number): void {
    this.#pause.note(outcome, now);
  }

  attempt(
    effect: Effect,
    automation: Automation | undefined,
    customer: Customer | NoCustomer,
    cycle: SinkCycle,
  ): Ending | { readonly effect: Effect } {
    const { now } = cycle;
    if (typeof customer === 'string') return skip(effect, customer, now);
    if (automation === undefined) return skip(effect, 'automation-removed', now);
    if (now > effect.giveUpAt) return giveUp(effect, now);
    const { channel, zone } = this.#options;
    const verdict = askGate({ automation, change: effect, customer, channel, now, zone });
    if (verdict.verdict === 'skip') return skip(effect, verdict.reason, now);
    const promo = this.#promoCode(effect, customer);
    if (promo === 'missing') return skip(effect, 'promotion-missing', now);
    const message = this.#compose(effect, automation, customer, promo, now);
    if (typeof message === 'string') return skip(effect, message, now);
    const heldUntil = this.#pause.holdUntil(now);
    if (heldUntil !== null) return { effect: wait(effect, heldUntil) };
    if (promo !== null && effect.attempts === 0) this.#publish(promo, cycle);
    this.#claims.add(effect.key, customer.customerId, effect.attempts + 1, cycle, () =>
      this.#options.provider.send(message.composed),
    );
    return { effect: claim(effect) };
  }

  #promoCode(effect: Effect, customer: Customer): IssuedPromoCode | 'missing' | null {
    if (effect.promotionId === null) return null;
    const promotion = this.#options.definitions.current().promotion(effect.promotionId);
    if (promotion === undefined) return 'missing';
    const { automationId, segmentId, seq, decidedAt } = effect;
    const request = { promotion, customerId: customer.customerId, automationId, segmentId, seq, decidedAt };
    return issuePromoCode(request, this.#options.promoSecret, this.#options.zone);
  }

  #compose(
    effect: Effect,
    automation: Automation,
    customer: Customer,
    promo: IssuedPromoCode | null,
    now: number,
  ): { readonly composed: M } | SkipReason {
    const { channel, definitions } = this.#options;
    const template = definitions.current().template(effect.templateId);
    if (template === undefined) return 'template-missing';
    const variables = toTemplateVariables(customer, automation, effect, promo);
    const to = addressOf(customer, channel) ?? '';
    try {
      const composed = channel.compose(template, variables, { key: effect.key, to, date: now });
      return composed === null ? 'template-missing' : { composed };
    } catch (error) {
      if (error instanceof TemplateError) return 'template-failed';
      throw error;
    }
  }

  #publish(promo: IssuedPromoCode, cycle: SinkCycle): void {
    const { codec, topics } = this.#options;
    cycle.emit({
      topic: topics.promoCodes,
      key: promo.customerId,
      value: codec.encode('promo-codes', toPromoCodeRecord(promo)),
    });
  }
}

import { type Duration } from '@weir/engine';
import { z } from 'zod';
import { closedObject, documentId, type Parsed, parseDocument } from './document-schema.ts';
import { durationText } from './duration-text.ts';
import { type CompiledText } from './liquid.ts';
import { liquidText } from './liquid-text.ts';

/** What one step does. A promotion step issues the code that the steps after it may name. */
export type Step =
  | { readonly kind: 'promoCode'; readonly promotionId: string }
  | { readonly kind: 'email'; readonly templateId: string }
  | { readonly kind: 'sms'; readonly templateId: string }
  | { readonly kind: 'task'; readonly text: CompiledText; readonly dueIn: Duration | null };

export type ActingStep = Exclude<Step, { kind: 'promoCode' }>;

/** What happens when a customer enters, or leaves, a segment. */
export interface Automation {
  readonly id: string;
  readonly name: string;
  readonly segmentId: string;
  readonly on: 'entered' | 'left';
  /** `once`: for one entry in the customer's life; an entry whose every message was skipped does not count. */
  readonly reentry: 'everyTime' | 'once';
  /** What to do with a message that may or may not have been sent: tell so, or send it again and flag it. */
  readonly inDoubt: 'report' | 'resend';
  /** Whether a step is dropped once the change that caused it has been undone. */
  readonly cancelOnLeave: boolean;
  /** How long after the change a step may still begin; null: however late. */
  readonly staleAfter: Duration | null;
  readonly steps: readonly Step[];
}

const maxSteps = 20;
const maxTaskText = 2_000;
const twoDays: Duration = { text: 'P2D', months: 0, days: 2, ms: 0 };

const templateReference = closedObject({ template: documentId });
const taskStep = closedObject({
  text: liquidText('plain', maxTaskText),
  dueIn: durationText.nullish(),
});

const step = closedObject({
  promoCode: documentId.optional(),
  email: templateReference.optional(),
  sms: templateReference.optional(),
  task: taskStep.optional(),
}).transform((value, context): Step => {
  const steps: Step[] = [];
  if (value.promoCode !== undefined) steps.push({ kind: 'promoCode', promotionId: value.promoCode });
  if (value.email !== undefined) steps.push({ kind: 'email', templateId: value.email.template });
  if (value.sms !== undefined) steps.push({ kind: 'sms', templateId: value.sms.template });
  if (value.task !== undefined) steps.push({ kind: 'task', text: value.task.text, dueIn: value.task.dueIn ?? null });
  const [only] = steps;
  if (only !== undefined && steps.length === 1) return only;
  context.addIssue(
    'must hold one of promoCode, email, sms, task, and only one: write another step for each further action',
  );
  return z.NEVER;
});

const trigger = closedObject({
  segment: documentId,
  entered: z.literal(true, 'must be true when it is given').optional(),
  left: z.literal(true, 'must be true when it is given').optional(),
}).transform((value, context) => {
  if ((value.entered === undefined) === (value.left === undefined)) {
    context.addIssue('must hold either entered: true or left: true');
    return z.NEVER;
  }
  return { segmentId: value.segment, on: value.entered === true ? ('entered' as const) : ('left' as const) };
});

const automation = closedObject({
  automation: documentId,
  name: z.string('must be text').min(1, 'must not be empty').max(200),
  on: trigger,
  reentry: z.enum(['everyTime', 'once'], 'must be everyTime or once').default('everyTime'),
  inDoubt: z.enum(['report', 'resend'], 'must be report or resend').default('report'),
  cancelOnLeave: z.boolean('must be true or false').default(true),
  staleAfter: z
    .union([z.literal('never').transform(() => null), durationText], 'must be a duration such as P2D, or never')
    .default(twoDays),
  steps: z
    .array(step, 'must be a list of steps')
    .min(1, 'must hold at least one step')
    .max(maxSteps, `must not hold more than ${maxSteps} steps`),
}).superRefine((value, context) => {
  if (value.steps.length > 0 && value.steps.every(({ kind }) => kind === 'promoCode')) {
    context.addIssue({
      code: 'custom',
      path: ['steps'],
      message: 'do nothing with the promo code: add an email, sms or task step after it',
    });
  }
});

/** Reads an automation document: the automation, or every problem with the path to it. */
export function parseAutomation(document: unknown): Parsed<Automation> {
  const parsed = parseDocument(automation, document);
  if (!parsed.ok) return parsed;
  const { automation: id, on, ...rest } = parsed.value;
  return { ok: true, value: { id, ...on, ...rest } };
}

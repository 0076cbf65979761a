import { type Problem } from '@weir/engine';
import { type Automation } from './automation.ts';
import { describeUnknown } from './wording.ts';
import { type Promotion } from './promotion.ts';
import { type MessageTemplate } from './template.ts';

/** What the sinks act by: automations that are switched on, with what they refer to. */
export interface DeliveryDefinitions {
  automationsOn(segmentId: string, change: Automation['on']): readonly Automation[];
  automation(id: string): Automation | undefined;
  template(id: string): MessageTemplate | undefined;
  promotion(id: string): Promotion | undefined;
}

export interface DefinitionParts {
  readonly automations: readonly Automation[];
  readonly templates: readonly MessageTemplate[];
  readonly promotions: readonly Promotion[];
}

export function indexDefinitions({ automations, templates, promotions }: DefinitionParts): DeliveryDefinitions {
  const bySegment = Map.groupBy(automations, ({ segmentId, on }) => `${on} ${segmentId}`);
  const automationById = new Map(automations.map((automation) => [automation.id, automation]));
  const templateById = new Map(templates.map((template) => [template.id, template]));
  const promotionById = new Map(promotions.map((promotion) => [promotion.id, promotion]));
  return {
    automationsOn: (segmentId, change) => bySegment.get(`${change} ${segmentId}`) ?? [],
    automation: (id) => automationById.get(id),
    template: (id) => templateById.get(id),
    promotion: (id) => promotionById.get(id),
  };
}

/** What one automation refers to and is not there, or is of another channel. `segmentIds` null: segments are not checked. */
export function checkReferences(
  automation: Automation,
  definitions: Pick<DefinitionParts, 'templates' | 'promotions'>,
  segmentIds: readonly string[] | null,
): Problem[] {
  const problems: Problem[] = [];
  if (segmentIds !== null && !segmentIds.includes(automation.segmentId)) {
    problems.push({ path: 'on.segment', reason: describeUnknown('segment', automation.segmentId, segmentIds) });
  }
  for (const [index, step] of automation.steps.entries()) {
    const path = `steps[${index}].${step.kind}`;
    if (step.kind === 'promoCode') {
      const ids = definitions.promotions.map(({ id }) => id);
      if (!ids.includes(step.promotionId))
        problems.push({ path, reason: describeUnknown('promotion', step.promotionId, ids) });
    } else if (step.kind !== 'task') {
      const ids = definitions.templates.filter(({ channel }) => channel === step.kind).map(({ id }) => id);
      if (!ids.includes(step.templateId)) {
        problems.push({
          path: `${path}.template`,
          reason: describeUnknown(`${step.kind} template`, step.templateId, ids),
        });
      }
    }
  }
  return problems;
}

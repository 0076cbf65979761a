import { type LeafCondition, leavesOf } from '../condition.ts';
import type { ActivitySpec } from '../leaves/activity.ts';
import type { ChangedSpec } from '../leaves/changed.ts';
import type { ContactableSpec } from '../leaves/contactable.ts';
import type { CustomerSpec } from '../leaves/customer.ts';
import type { SequenceSpec } from '../sequences/sequence-spec.ts';
import type { OrdersSpec } from '../leaves/orders.ts';
import { addressFields } from '../messages/channels.ts';
import { suggest } from '../suggestion.ts';
import { fold } from '../text.ts';
import type { Rule } from './rule.ts';

/** Fields that no event so far had a value in; of a kind of event that none was seen of nothing is known. */
export const unseenField: Rule = ({ definitions, fieldsSeen }) => {
  if (fieldsSeen === undefined) return [];
  const seen = new Set([...fieldsSeen].map((field) => (kindOf(field) === 'activity' ? fold(field) : field)));
  const kinds = new Set([...seen].map(kindOf));
  return definitions.flatMap(({ id, when }) =>
    leavesOf(when).flatMap((leaf) =>
      fieldsOf(leaf)
        .filter((field) => kinds.has(kindOf(field)) && !seen.has(field))
        .map((field) => {
          const near = suggest(field, [...seen]);
          return {
            segmentId: id,
            path: leaf.path,
            message: messageOf(field),
            advice:
              near === undefined ? 'Have it sent, or test another field.' : `Did you mean ${near}? Else have it sent.`,
          };
        }),
    ),
  );
};

function messageOf(field: string): string {
  return kindOf(field) === 'activity'
    ? `no activity so far was called ${field.slice('activity.'.length)}`
    : `no event so far had a value in ${field}`;
}

/** Which events have such a field; items come with their orders. */
function kindOf(field: string): string {
  const [kind = ''] = field.split('.', 1);
  return kind === 'item' ? 'order' : kind;
}

/** What a leaf reads that may be absent from events, by the names of the events' fields. */
function fieldsOf({ leaf, spec }: LeafCondition): readonly string[] {
  if (leaf === 'customer') return [`customer.${(spec as CustomerSpec).field}`];
  if (leaf === 'changed') return [`customer.${(spec as ChangedSpec).field}`];
  if (leaf === 'contactable') return [`customer.${addressFields[(spec as ContactableSpec).channel]}`];
  if (leaf === 'activity') return [activityField(spec as ActivitySpec)];
  if (leaf === 'sequence') {
    const { first, answer } = spec as SequenceSpec;
    return [first, answer].flatMap((side) => (side.kind === 'activity' ? [activityField(side)] : orderFields(side)));
  }
  return leaf === 'orders' ? orderFields(spec as OrdersSpec) : [];
}

/** Names compare as texts do. */
function activityField({ name }: Pick<ActivitySpec, 'name'>): string {
  return fold(`activity.${name}`);
}

function orderFields({ where, at }: Pick<OrdersSpec, 'where' | 'at'>): readonly string[] {
  const ofOrders = where.fields.map(({ field }) => field).filter((field) => field !== 'statusGroup');
  return [
    ...ofOrders.map((field) => `order.${field}`),
    ...(where.item?.fields ?? []).flatMap(({ field }) => itemField(field)),
    ...(at === 'created' ? [] : [`order.${at}At`]),
  ];
}

/** A price is what the amount and the quantity give, which every item has. */
function itemField(field: string): readonly string[] {
  if (field === 'price') return [];
  return [`item.${field === 'category' ? 'categories' : field}`];
}

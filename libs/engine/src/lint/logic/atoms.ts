import type { AccountSettings } from '../../account.ts';
import type { LeafCondition } from '../../condition.ts';
import type { OccasionQuestion } from '../../occasions/occasion-leaf.ts';
import type { Test } from '../../tests/test.ts';
import { BUCKETS, type BucketSpec } from '../../leaves/bucket.ts';
import type { ChangedSpec } from '../../leaves/changed.ts';
import type { ConsentSpec } from '../../leaves/consent.ts';
import type { ContactableSpec } from '../../leaves/contactable.ts';
import type { CustomerSpec } from '../../leaves/customer.ts';
import type { EnteredSegmentSpec } from '../../leaves/entered-segment.ts';
import type { IdsSpec } from '../../leaves/ids.ts';
import type { OrdersSpec } from '../../leaves/orders.ts';
import type { SequenceSpec } from '../../sequences/sequence-spec.ts';
import { addressFields } from '../../messages/channels.ts';
import { type Atom, fact } from './atom.ts';
import type { Domain } from './claim.ts';
import { customs } from './customs.ts';
import { enumeration } from './enumeration.ts';
import { anyMoment, whenever } from './any-moment.ts';
import { moments } from './moments.ts';
import { numbersOf } from './numbers.ts';
import { occasionAtoms } from './occasion-atoms.ts';
import { orderAtoms } from './order-atoms.ts';
import { sequenceAtoms } from './sequence-atoms.ts';
import { tagSets } from './tag-sets.ts';
import { texts } from './texts.ts';

/** All of these atoms hold when the leaf does, and only then. */
export function atomsOf(leaf: LeafCondition, zone: string, account: AccountSettings): readonly Atom[] {
  switch (leaf.leaf) {
    case 'customer':
      return customerAtoms(leaf.spec as CustomerSpec, zone);
    case 'orders':
      return orderAtoms(leaf.spec as OrdersSpec, zone, account);
    case 'consent': {
      const { channel, status } = leaf.spec as ConsentSpec;
      return [{ subject: `consent ${channel}`, domain: consents, operation: { op: 'eq', operand: status } }];
    }
    case 'activity':
    case 'messages':
      return occasionAtoms(leaf.leaf, leaf.spec as OccasionQuestion, zone);
    case 'sequence':
      return sequenceAtoms(leaf.spec as SequenceSpec, zone);
    case 'contactable':
      return contactableAtoms(leaf.spec as ContactableSpec, zone);
    case 'changed':
      return changedAtoms(leaf.spec as ChangedSpec, zone);
    case 'enteredSegment': {
      const { id, inLast } = leaf.spec as EnteredSegmentSpec;
      return [
        { subject: `entry into ${id} in ${zone}`, domain: moments, operation: { op: 'inLast', operand: inLast } },
      ];
    }
    case 'bucket': {
      const { salt, from, to } = leaf.spec as BucketSpec;
      const operation = { op: 'between', operand: [from, to - 1] };
      return [{ subject: `bucket ${salt}`, domain: buckets, operation }];
    }
    case 'ids':
      return [{ subject: 'ids', domain: ids, operation: { op: 'in', operand: (leaf.spec as IdsSpec).ids } }];
    default:
      return [fact(JSON.stringify([leaf.leaf, leaf.spec, zone]))];
  }
}

const consents = enumeration(['subscribed', 'unsubscribed', 'never'], ({ operand }, value) => operand === value);
const buckets = numbersOf({ least: 0, most: BUCKETS - 1, isWhole: true, isKnown: true });
const flags = enumeration([true, false], ({ op, operand }, value) => {
  if (op === 'set' || op === 'notSet') return (op === 'set') === operand;
  return (op === 'eq') === (operand === value);
});

/** Ids compare as they are. There is always a customer whom nobody named. */
const ids: Domain = {
  isImpossible(claims) {
    const sets = claims.map(({ operation, wanted }) => ({
      named: new Set(operation.operand as readonly string[]),
      wanted,
    }));
    const [first] = sets.filter(({ wanted }) => wanted);
    return first !== undefined && ![...first.named].some((id) => sets.every((set) => set.named.has(id) === set.wanted));
  },
};

const anyNumber = { least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY, isKnown: false };
const domains: Readonly<Record<string, Domain>> = {
  createdAt: moments,
  birthday: moments,
  'loyalty.levelSince': moments,
  'loyalty.joinedAt': moments,
  'loyalty.balance': numbersOf({ ...anyNumber, isWhole: false }),
  'loyalty.purchaseSum': numbersOf({ ...anyNumber, isWhole: true }),
  tags: tagSets,
  vip: flags,
  bad: flags,
};

function customerAtoms({ field, test }: CustomerSpec, zone: string): readonly Atom[] {
  const domain = field.startsWith('custom.') ? customs : (domains[field] ?? texts);
  const subject = `customer ${field}${domain === moments ? ` in ${zone}` : ''}`;
  return test.operations.map((operation) => ({ subject, domain, operation }));
}

function contactableAtoms({ channel }: ContactableSpec, zone: string): readonly Atom[] {
  const isThere: Test = { operations: [{ op: 'set', operand: true }] };
  return [
    ...customerAtoms({ field: addressFields[channel], test: isThere }, zone),
    { subject: `consent ${channel}`, domain: consents, operation: { op: 'eq', operand: 'subscribed' } },
    fact(`nothing bounced and no complaint by ${channel}`),
  ];
}

/** Of several tests one change has to pass all, which says nothing of others. */
function changedAtoms({ when, ...what }: ChangedSpec, zone: string): readonly Atom[] {
  const operations = when?.operations ?? [whenever];
  const [operation, ...others] = operations;
  if (operation === undefined || others.length > 0) return [fact(JSON.stringify(['changed', what, when, zone]))];
  return [{ subject: `change ${JSON.stringify(what)} in ${zone}`, domain: anyMoment, operation }];
}

import type { AccountSettings } from '../../account.ts';
import type { OrdersSpec } from '../../leaves/orders.ts';
import type { Amounts } from '../../orders/amounts.ts';
import type { Test } from '../../tests/test.ts';
import { type Atom, fact } from './atom.ts';
import type { Domain } from './claim.ts';
import { moments } from './moments.ts';
import { numbersOf } from './numbers.ts';
import type { Selection } from './selections.ts';

const from0 = { least: 0, most: Number.POSITIVE_INFINITY };
const anyNumber = { least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY };
const counted = numbersOf({ ...from0, isWhole: true, isKnown: true });
const amounts = numbersOf({ ...anyNumber, isWhole: true, isKnown: false });
const quotients = numbersOf({ ...anyNumber, isWhole: false, isKnown: false });

const domains: Readonly<Record<OrdersSpec['aggregate'], Domain>> = {
  exists: counted,
  count: counted,
  sum: numbersOf({ ...anyNumber, isWhole: true, isKnown: true }),
  average: quotients,
  min: amounts,
  max: amounts,
  first: moments,
  last: moments,
  nth: moments,
  distinct: counted,
  daysSinceLast: numbersOf({ ...from0, isWhole: true, isKnown: false }),
  averageGap: quotients,
  share: quotients,
};

/** How many orders each needs in order to have a value; those that are not here always have one. */
const needs: Readonly<Partial<Record<OrdersSpec['aggregate'], number>>> = {
  average: 1,
  min: 1,
  max: 1,
  first: 1,
  last: 1,
  daysSinceLast: 1,
  averageGap: 2,
  share: 1,
};

export function orderAtoms(spec: OrdersSpec, zone: string, account: AccountSettings): readonly Atom[] {
  const { aggregate, ask, where, at, window } = spec;
  const currency = currencyOf(spec, account);
  const selection: Selection = { where, at, window, zone, currency };
  const { test, ...parameters } = ask as { readonly test?: Test };
  const isExistence = aggregate === 'exists';
  const what = isExistence || aggregate === 'count' ? 'count' : `${aggregate} ${JSON.stringify(parameters)}`;
  const subject = `orders ${what} of ${selectionKey(selection)}`;
  const asked = { selection, aggregate, needs: needOf(spec) };
  const operations = isExistence ? [existence((ask as { readonly wanted: boolean }).wanted)] : (test?.operations ?? []);
  const atoms = operations.map((operation) => ({ subject, domain: domains[aggregate], operation, orders: asked }));
  return spec.since === null ? atoms : [...atoms, fact(`old enough for ${JSON.stringify(window)} in ${zone}`)];
}

const existence = (wanted: boolean) => (wanted ? { op: 'gte', operand: 1 } : { op: 'lt', operand: 1 });

function needOf({ aggregate, ask }: OrdersSpec): number {
  return aggregate === 'nth' ? (ask as { readonly n: number }).n : (needs[aggregate] ?? 0);
}

export function selectionKey({ where, at, window, zone, currency }: Selection): string {
  return JSON.stringify([where.fields, where.item, at, window, window === null ? null : zone, currency]);
}

/** Of amounts the one that they are reckoned in, else the one that `where` compares money in. */
function currencyOf({ aggregate, ask, where }: OrdersSpec, account: AccountSettings): string | null {
  const isReckoned = ['sum', 'average', 'min', 'max', 'share'].includes(aggregate);
  if (isReckoned) return (ask as Amounts).currency ?? account.currency;
  const isCompared =
    where.fields.some(({ field }) => field === 'total' || field === 'discount') ||
    where.item?.fields.some(({ field }) => field === 'price') === true;
  return isCompared ? (where.currency ?? account.currency) : null;
}

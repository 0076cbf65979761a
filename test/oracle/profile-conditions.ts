import { type Loyalty, type Profile, type Source } from '@weir/engine';
import { changedHolds } from './change-conditions.ts';
import { asObject, everyMember, isObject, type Json, type JsonObject } from './document.ts';
import { instantTest, placedTest } from './instant-tests.ts';
import { booleanTest, numberTest, scalarTest, setTest, textTest } from './value-tests.ts';
import { type View } from './view.ts';

const instantsOfLoyalty = new Set(['joinedAt', 'levelSince']);
const numbersOfLoyalty = new Set(['balance', 'purchaseSum']);

function loyaltyTest(loyalty: Loyalty | null | undefined, name: string, test: Json, view: View): boolean {
  const value = loyalty?.[name as keyof Loyalty];
  if (instantsOfLoyalty.has(name)) return instantTest(value as number | null | undefined, test, view);
  if (numbersOfLoyalty.has(name)) return numberTest(value as number | undefined, test);
  return textTest(value as string | null | undefined, test);
}

export function sourceTest(source: Source | null | undefined, name: string, test: Json): boolean {
  return textTest(source?.[name as keyof Source], test);
}

function fieldTest(profile: Profile | null, field: string, test: Json, view: View): boolean {
  const [group, ...rest] = field.split('.');
  const name = rest.join('.');
  if (group === 'source') return sourceTest(profile?.source, name, test);
  if (group === 'loyalty') return loyaltyTest(profile?.loyalty, name, test, view);
  if (group === 'custom') return scalarTest(profile?.custom[name], test);
  switch (field) {
    case 'createdAt':
      return instantTest(profile?.createdAt, test, view);
    case 'birthday': {
      const day = profile?.birthday ?? null;
      return placedTest(day === null ? undefined : { date: day }, test, view);
    }
    case 'tags':
      return setTest(profile?.tags ?? [], test);
    case 'vip':
    case 'bad':
      return booleanTest(profile?.[field] ?? false, test);
    default:
      return textTest(profile?.[field as 'city'], test);
  }
}

/** `changed` speaks of the field's past, all else of its present. */
function fieldHolds(field: string, test: Json, view: View): boolean {
  if (!isObject(test) || test['changed'] === undefined) return fieldTest(view.facts.profile, field, test, view);
  const { changed, ...present } = test;
  return changedHolds(field, asObject(changed), view) && fieldTest(view.facts.profile, field, present, view);
}

export function customerHolds(fields: JsonObject, view: View): boolean {
  return everyMember(fields, (field, test) => fieldHolds(field, test, view));
}

export function loyaltyHolds(tests: JsonObject, view: View): boolean {
  return everyMember(tests, (name, test) => loyaltyTest(view.facts.profile?.loyalty, name, test, view));
}

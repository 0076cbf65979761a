import { type Loyalty, type Profile, type Source } from '@weir/engine';
import { asText, type Json, type JsonObject } from './document.ts';
import { foldText } from './fold-text.ts';
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

export function customerHolds(fields: JsonObject, view: View): boolean {
  return Object.entries(fields).every(([field, test]) => fieldTest(view.facts.profile, field, test, view));
}

/** An absent entry is `never`. */
export function consentHolds(channels: JsonObject, view: View): boolean {
  return Object.entries(channels).every(([channel, wanted]) => {
    const status = view.facts.profile?.consents[channel]?.status ?? 'NEVER';
    return foldText(status) === foldText(asText(wanted));
  });
}

export function loyaltyHolds(tests: JsonObject, view: View): boolean {
  return Object.entries(tests).every(([name, test]) => loyaltyTest(view.facts.profile?.loyalty, name, test, view));
}

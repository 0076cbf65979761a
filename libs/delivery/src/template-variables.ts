import { type Customer, type SegmentEvent } from '@weir/codec';
import { type Automation } from './automation.ts';
import { type IssuedPromoCode } from './promo-code.ts';

/**
 * The values behind the names that a template may use. Instants are RFC 3339 text, for the `date` filter; what is not known is null. `promo` is absent unless a
 * promoCode step came before, so that a template that needs it fails instead of promising nothing.
 */
export function toTemplateVariables(
  customer: Customer,
  automation: Pick<Automation, 'id' | 'name'>,
  change: Pick<SegmentEvent, 'segmentId' | 'effectiveAt'>,
  promo: IssuedPromoCode | null,
): Record<string, unknown> {
  const { profile } = customer;
  return {
    customer: {
      id: customer.customerId,
      firstName: profile?.firstName ?? null,
      lastName: profile?.lastName ?? null,
      email: profile?.email ?? null,
      phone: profile?.phone ?? null,
      sex: profile?.sex ?? null,
      birthday: profile?.birthday == null ? null : instantText(profile.birthday * 86_400_000).slice(0, 10),
      city: profile?.city ?? null,
      region: profile?.region ?? null,
      country: profile?.country ?? null,
      locale: profile?.locale ?? null,
      timeZone: profile?.timeZone ?? null,
      site: profile?.site ?? null,
      managerId: profile?.managerId ?? null,
      createdAt: profile == null ? null : instantText(profile.createdAt),
      tags: [...(profile?.tags ?? [])],
      vip: profile?.vip ?? false,
      loyalty: profile?.loyalty == null ? null : { ...profile.loyalty },
      custom: { ...profile?.custom },
    },
    segment: { id: change.segmentId, changedAt: instantText(change.effectiveAt) },
    automation: { id: automation.id, name: automation.name },
    ...(promo === null ? {} : { promo: promoVariables(promo) }),
  };
}

function promoVariables({ code, discount, expiresAt }: IssuedPromoCode): Record<string, unknown> {
  const worth =
    'percent' in discount
      ? { percent: discount.percent, amount: null, currency: null }
      : { percent: null, ...discount };
  return { code, ...worth, expiresAt: instantText(expiresAt) };
}

function instantText(instant: number): string {
  return new Date(instant).toISOString();
}

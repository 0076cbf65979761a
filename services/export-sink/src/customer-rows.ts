import { type Customer } from '@weir/codec';
import { type DatabaseSync } from 'node:sqlite';
import { createRowWriter, instantText, type Row } from './row-writer.ts';

const dayMs = 86_400_000;

const profileColumns = [
  'first_name',
  'last_name',
  'email',
  'phone',
  'sex',
  'birthday',
  'city',
  'region',
  'country',
  'locale',
  'time_zone',
  'site',
  'manager_id',
  'source',
  'medium',
  'campaign',
  'content',
  'keyword',
  'tags',
  'vip',
  'bad',
  'email_consent',
  'sms_consent',
  'loyalty_program',
  'loyalty_status',
  'loyalty_level',
  'loyalty_balance',
  'custom',
] as const;

/** What the table says of each customer, in the order of its columns. */
export const customerColumns = ['customer_id', ...profileColumns, 'orders', 'created_at', 'updated_at'] as const;

/** Keeps the tables `customers` and `memberships`: one row per customer, one per segment the customer is in. */
export class CustomerRows {
  readonly #database: DatabaseSync;
  readonly #writeCustomer: (row: Row) => void;
  readonly #writeMembership: (row: Row) => void;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#writeCustomer = createRowWriter(database, 'customers', ['partition', ...customerColumns], 'replace');
    const membershipColumns = ['customer_id', 'segment_id', 'since', 'seq', 'partition'];
    this.#writeMembership = createRowWriter(database, 'memberships', membershipColumns, 'replace');
  }

  put(customer: Customer, partition: number): void {
    const { customerId } = customer;
    this.#writeCustomer({ partition, ...toRow(customer) });
    this.#database.prepare('DELETE FROM memberships WHERE customer_id = ?').run(customerId);
    for (const { segmentId, since, seq } of customer.memberships) {
      this.#writeMembership({
        customer_id: customerId,
        segment_id: segmentId,
        since: instantText(since),
        seq,
        partition,
      });
    }
  }

  remove(customerId: string): void {
    for (const table of ['customers', 'memberships', 'transitions']) {
      this.#database.prepare(`DELETE FROM ${table} WHERE customer_id = ?`).run(customerId);
    }
  }
}

function toRow({ customerId, profile, orders, updatedAt }: Customer): Row {
  return {
    customer_id: customerId,
    first_name: profile?.firstName ?? null,
    last_name: profile?.lastName ?? null,
    email: profile?.email ?? null,
    phone: profile?.phone ?? null,
    sex: profile?.sex ?? null,
    birthday: profile?.birthday == null ? null : instantText(profile.birthday * dayMs).slice(0, 10),
    city: profile?.city ?? null,
    region: profile?.region ?? null,
    country: profile?.country ?? null,
    locale: profile?.locale ?? null,
    time_zone: profile?.timeZone ?? null,
    site: profile?.site ?? null,
    manager_id: profile?.managerId ?? null,
    source: profile?.source?.source ?? null,
    medium: profile?.source?.medium ?? null,
    campaign: profile?.source?.campaign ?? null,
    content: profile?.source?.content ?? null,
    keyword: profile?.source?.keyword ?? null,
    tags: JSON.stringify(profile?.tags ?? []),
    vip: profile?.vip === true ? 1 : 0,
    bad: profile?.bad === true ? 1 : 0,
    email_consent: profile?.consents['email']?.status ?? 'NEVER',
    sms_consent: profile?.consents['sms']?.status ?? 'NEVER',
    loyalty_program: profile?.loyalty?.programId ?? null,
    loyalty_status: profile?.loyalty?.status ?? null,
    loyalty_level: profile?.loyalty?.level ?? null,
    loyalty_balance: profile?.loyalty?.balance ?? null,
    custom: JSON.stringify(profile?.custom ?? {}),
    orders: JSON.stringify(orders),
    created_at: profile == null ? null : instantText(profile.createdAt),
    updated_at: instantText(updatedAt),
  };
}

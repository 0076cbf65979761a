import { asNumber, asText, type JsonObject } from './document.ts';

const mask = 0xffff_ffffn;

/** FNV-1a of 32 bits over the UTF-16 units of `<salt>:<customer id>`, stirred as at the end of MurmurHash3, of ten thousand. */
function bucketOf(salt: string, customerId: string): number {
  let hash = 2_166_136_261n;
  for (const unit of `${salt}:${customerId}`.split('')) {
    hash = ((hash ^ BigInt(unit.charCodeAt(0))) * 16_777_619n) & mask;
  }
  hash = ((hash ^ (hash >> 16n)) * 2_246_822_507n) & mask;
  hash = ((hash ^ (hash >> 13n)) * 3_266_489_909n) & mask;
  return Number((hash ^ (hash >> 16n)) % 10_000n);
}

export function bucketHolds(condition: JsonObject, customerId: string): boolean {
  const bucket = bucketOf(asText(condition['salt']), customerId);
  return asNumber(condition['from']) <= bucket && bucket < asNumber(condition['to']);
}

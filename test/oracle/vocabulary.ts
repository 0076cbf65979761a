import { type StatusGroup } from '@weir/engine';
import fc from 'fast-check';
import { type Instant } from './calendar.ts';
import { type Account } from './view.ts';

/** Few words, so that definitions and histories meet; odd ones, so that folding matters. */
export const cities = [
  'Straße',
  'STRASSE',
  'Москва',
  'москва',
  'İzmir',
  'i̇zmir',
  'ﬁrma',
  'FIRMA',
  'Ｔｏｋｙｏ',
  'tokyo',
  'ΟΔΟΣ',
  'οδος',
];
export const campaigns = ['spring', 'Spring sale', 'SALE'];
export const tiers = ['gold', 'Gold', 'silver', 'ｇｏｌｄ'];
export const tags = ['new', 'loyal', 'Straße', 'wholesale'];
export const sites = ['shop-a', 'shop-b', 'SHOP-A'];
export const paths = [['Tea', 'Chinese tea', 'Pu-erh'], ['Tea', 'Chinese tea'], ['Tea', 'Black tea'], ['Coffee'], []];
export const categories = ['Tea', 'chinese tea', 'PU-ERH', 'Black tea', 'Coffee'];
export const products = ['p1', 'p2', 'p3'];
export const currencies = ['RUB', 'USD'];
export const statuses = ['new', 'paid', 'complete', 'cancel', 'returned', 'no-such-code'];
export const points = [0, 5, 7, 10, 10.5];
export const activityNames = ['product_viewed', 'Cart_Updated', 'app_opened'];
export const colours = ['red', 'RED', 'blue'];
export const automations = ['welcome', 'basket'];
export const mailings = ['may-sale'];
export const templates = ['hello', 'reminder'];
export const customerId = 'c1';

export const statusGroups: Record<string, StatusGroup> = {
  new: 'new',
  paid: 'paid',
  complete: 'completed',
  cancel: 'cancelled',
  returned: 'returned',
};

/** Each with the start of a stretch of four months in which its clock or its calendar does something. */
const places: readonly { zone: string; start: string }[] = [
  { zone: 'America/New_York', start: '2024-01-28T00:00:00Z' },
  { zone: 'America/New_York', start: '2024-09-28T00:00:00Z' },
  { zone: 'Europe/Moscow', start: '2014-09-28T00:00:00Z' },
  { zone: 'Europe/Moscow', start: '2023-11-28T00:00:00Z' },
  { zone: 'Australia/Lord_Howe', start: '2024-02-27T00:00:00Z' },
  { zone: 'Australia/Lord_Howe', start: '2024-08-29T00:00:00Z' },
  { zone: 'Asia/Kathmandu', start: '2023-12-29T00:00:00Z' },
  { zone: 'America/Sao_Paulo', start: '2018-09-29T00:00:00Z' },
  { zone: 'America/Sao_Paulo', start: '2018-01-28T00:00:00Z' },
  { zone: 'Africa/Cairo', start: '2024-03-28T00:00:00Z' },
  { zone: 'Pacific/Apia', start: '2011-11-28T00:00:00Z' },
  { zone: 'America/St_Johns', start: '2010-09-28T00:00:00Z' },
  { zone: 'UTC', start: '2024-12-29T00:00:00Z' },
];

export const zones = [...new Set(places.map((place) => place.zone))];

export interface Stage {
  readonly account: Account;
  readonly start: Instant;
}

export const stageArbitrary: fc.Arbitrary<Stage> = fc
  .record({ place: fc.constantFrom(...places), currency: fc.constantFrom('RUB', 'RUB', 'RUB', 'USD') })
  .map(({ place, currency }) => ({
    account: { timeZone: place.zone, currency, statusGroups },
    start: Date.parse(place.start),
  }));

/** Milliseconds from the start of the stage: coarse, so that instants coincide, and at times odd. */
export const offsetArbitrary: fc.Arbitrary<number> = fc
  .record({
    days: fc.oneof(fc.nat({ max: 110 }), fc.constantFrom(0, 1, 3, 7, 8, 10, 30, 31)),
    halfHours: fc.oneof(fc.constantFrom(0, 0, 12), fc.nat({ max: 47 })),
    rest: fc.oneof(
      { weight: 6, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.constantFrom(1, 754_345, 1_799_999) },
    ),
  })
  .map(({ days, halfHours, rest }) => days * 86_400_000 + halfHours * 1_800_000 + rest);

export const durations = [
  'PT1H',
  'PT2H',
  'PT36H',
  'P1D',
  'P3D',
  'P7D',
  'P1W',
  'P30D',
  'P1M',
  'P2M',
  'P3M',
  'P1M15DT12H',
  'P1DT2H',
  'P90D',
  'P1Y',
];

export const durationArbitrary = fc.constantFrom(...durations);

import { defaultStatusGroups } from '@weir/engine';
import { orderOf, profileOf } from '@weir/engine/testing';
import { compareZone, respects } from '../oracle/calendar-agreement/comparisons.ts';
import { compare, describeFailure } from '../oracle/comparison.ts';
import { answerCase } from '../oracle/disagreement.ts';
import { findWrongRarity } from './rare-probe.ts';
import { findWrongSequence } from './sequence-probe.ts';

/** Where the engine's calendar is not that of Temporal, in some years of zones whose clocks change every year, every month, by a day. */
function findWrongCalendar(): string | undefined {
  const extent = { from: 2010, to: 2014, seed: 1, instants: 50, durations: 5 };
  for (const zone of ['America/New_York', 'Europe/Berlin', 'Africa/Cairo', 'Pacific/Apia']) {
    for (const respect of respects) {
      const [difference] = compareZone(respect, zone, extent).differences;
      if (difference !== undefined) return difference;
    }
  }
  return undefined;
}

/** Asks engine and oracle the same questions until they differ. */
function findDifference(): string | undefined {
  for (let batch = 0; batch < 200; batch++) {
    const { failure } = compare(20_260_401 + batch, 20, describeFailure);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

/** What random histories seldom hold: an order today, and then a customer who moves to where today ends later. */
function findWrongMove(): string | undefined {
  const noon = Date.parse('2026-03-10T12:00:00Z');
  const hour = 3_600_000;
  const customerId = 'mover';
  const lives = (at: number, version: number, timeZone: string) => ({
    kind: 'customer' as const,
    at,
    event: {
      ...{ eventId: `c-${version}`, customerId, occurredAt: at, version },
      ...{ kind: 'UPSERTED' as const, profile: profileOf({ timeZone }), mergedInto: null },
    },
  });
  const order = orderOf({ createdAt: noon });
  const bought = {
    kind: 'order' as const,
    at: noon,
    event: { eventId: 'o', customerId, occurredAt: noon, version: 1, order },
  };
  const when = { orders: { window: { calendar: 'today' }, exists: true } };
  const answer = answerCase({
    account: { timeZone: 'UTC', currency: 'RUB', statusGroups: defaultStatusGroups },
    documents: [{ id: 'today', name: 'Bought today', timeZone: 'customer', when }],
    history: {
      customerId,
      arrivals: [lives(noon - hour, 1, 'Asia/Tokyo'), bought, lives(noon + hour, 2, 'America/New_York')],
      until: noon + 48 * hour,
    },
    change: undefined,
    schedule: { pauses: [], stepwise: true },
  });
  return answer.kind === 'different' ? answer.difference : undefined;
}

/** Rarer still: a sum that is just so much once a large order has gone out, which a small one, bought meanwhile, has made possible. */
function findWrongRemainder(): string | undefined {
  const begin = Date.parse('2026-01-01T00:00:00Z');
  const day = 86_400_000;
  const customerId = 'saver';
  const buys = (orderId: string, at: number, total: number) => ({
    kind: 'order' as const,
    at,
    event: {
      ...{ eventId: `e-${orderId}`, customerId, occurredAt: at, version: 1 },
      order: orderOf({ orderId, createdAt: at, total }),
    },
  });
  const when = { orders: { window: { inLast: 'P30D' }, sum: { eq: 1000 } } };
  const answer = answerCase({
    account: { timeZone: 'UTC', currency: 'RUB', statusGroups: defaultStatusGroups },
    documents: [{ id: 'so-much', name: 'Just so much', when }],
    history: {
      customerId,
      arrivals: [buys('large', begin, 50_000), buys('small', begin + 20 * day, 1000)],
      until: begin + 90 * day,
    },
    change: undefined,
    schedule: { pauses: [], stepwise: true },
  });
  return answer.kind === 'different' ? answer.difference : undefined;
}

/** Says what was found wrong and exits with 0; with 1 when the fault went unseen. */
let found: string | undefined;
try {
  found =
    findWrongCalendar() ??
    findWrongMove() ??
    findWrongRemainder() ??
    findWrongRarity() ??
    findWrongSequence() ??
    findDifference();
} catch (error) {
  found = String(error);
}
if (found !== undefined) process.stdout.write(`${found.split('\n').slice(0, 4).join(' / ').slice(0, 300)}\n`);
process.exitCode = found === undefined ? 1 : 0;

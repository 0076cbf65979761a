import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { advance, type OrderEvent, type Profile } from '@weir/engine';
import { type Figure, printFigures } from '../figures.ts';
import { createShop } from '../pipeline/shop.ts';
import { compileMix, type Contender, engine, generated, naive } from './contenders.ts';
import { segmentMix } from './segment-mix.ts';

const dayMs = 86_400_000;
const end = Date.UTC(2026, 0, 1);
const customers = 50;

interface Load {
  readonly profiles: readonly Profile[];
  readonly histories: readonly (readonly OrderEvent[])[];
  /** The orders whose taking is timed, in rounds: one of each customer. */
  readonly rounds: readonly (readonly OrderEvent[])[];
}

/** So many orders of each customer over two years, then one a day. */
function makeLoad(ordersPerCustomer: number, rounds: number): Load {
  const shop = createShop(customers, 7);
  const orderOf = (customer: number, index: number, at: number): OrderEvent => {
    const event = shop.freshOrder(index, at);
    return { ...event, customerId: `c-${customer}`, order: { ...event.order, orderId: `o-${customer}-${index}` } };
  };
  const each = Array.from({ length: customers }, (_, customer) => customer);
  return {
    profiles: each.map((customer) => shop.profile(customer, end - 800 * dayMs).profile as Profile),
    histories: each.map((customer) =>
      Array.from({ length: ordersPerCustomer }, (_, n) =>
        orderOf(customer, n, Math.floor(end - 730 * dayMs * (1 - n / ordersPerCustomer))),
      ),
    ),
    rounds: Array.from({ length: rounds }, (_, round) =>
      each.map((customer) => orderOf(customer, ordersPerCustomer + round, end + round * dayMs + customer)),
    ),
  };
}

interface Measured {
  /** Microseconds per order: the median over the rounds, of which the first half only warms up. */
  readonly us: number;
  /** Memberships that turned per order, in the same rounds. */
  readonly turned: number;
  readonly members: string;
}

function measure<Kept>(contender: Contender<Kept>, { profiles, histories, rounds }: Load): Measured {
  const kept = profiles.map((profile, customer) => contender.begin(profile, histories[customer] ?? []));
  const times: number[] = [];
  const turns: number[] = [];
  for (const events of rounds) {
    let turned = 0;
    const began = process.hrtime.bigint();
    for (const [customer, event] of events.entries()) turned += contender.take(kept[customer] as Kept, event) ?? 0;
    times.push(Number(process.hrtime.bigint() - began) / 1_000 / events.length);
    turns.push(turned / events.length);
  }
  const settled = times.slice(times.length >> 1).sort((a, b) => a - b);
  const settledTurns = turns.slice(turns.length >> 1);
  return {
    us: settled[settled.length >> 1] as number,
    turned: settledTurns.reduce((a, b) => a + b, 0) / settledTurns.length,
    members: kept.map((one) => [...contender.members(one)].sort().join()).join('\n'),
  };
}

function compare(segments: number, ordersPerCustomer: number, rounds: number, peers: boolean): Figure[] {
  const mix = segmentMix(segments);
  const catalog = compileMix(mix);
  const load = makeLoad(ordersPerCustomer, rounds);
  const label = `${segments} segments, ${ordersPerCustomer} orders of history`;
  const ours = measure(engine(catalog), load);
  const figures: Figure[] = [
    { what: `${label}: engine`, value: ours.us, unit: 'us per order' },
    { what: `${label}: memberships that turn`, value: ours.turned, unit: 'per order' },
  ];
  if (!peers) return figures;
  for (const { name, us, members } of [
    { name: 'everything anew', ...measure(naive(catalog), load) },
    { name: 'generated functions', ...measure(generated(mix), load) },
  ]) {
    if (members !== ours.members) throw new Error(`${label}: ${name} and the engine do not agree on who is a member`);
    figures.push({ what: `${label}: ${name}`, value: us, unit: 'us per order' });
  }
  return figures;
}

function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let n = 0; n < 3; n++) collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Bytes that a customer takes in memory, all that the engine derives included. */
function bytesPerCustomer(segments: number, orders: number): number {
  const contender = engine(compileMix(segmentMix(segments)));
  const load = makeLoad(orders, 1);
  const copies = 20;
  const before = heapUsed();
  const kept = Array.from({ length: copies }, () =>
    load.profiles.map((profile, customer) =>
      contender.begin(structuredClone(profile), structuredClone(load.histories[customer] ?? [])),
    ),
  );
  return (heapUsed() - before) / (kept.length * customers);
}

function measureMemory(): Figure[] {
  const bytes = (what: string, value: number, unit: string): Figure => ({ what: `memory: ${what}`, value, unit });
  const [alone, orders, decided, longer] = [
    bytesPerCustomer(0, 0),
    bytesPerCustomer(0, 100),
    bytesPerCustomer(100, 10),
    bytesPerCustomer(100, 100),
  ];
  return [
    bytes('a customer without orders or segments', alone, 'bytes'),
    bytes('an order of one to five items, as told', (orders - alone) / 100, 'bytes'),
    bytes('a customer with ten orders under 100 segments', decided, 'bytes'),
    bytes('an order under 100 segments, what is derived of it included', (longer - decided) / 90, 'bytes'),
  ];
}

/** Everybody's three months are over within one day. */
function measureBurst(): Figure[] {
  const catalog = compileMix(segmentMix(100));
  const contender = engine(catalog);
  const { profiles, histories } = makeLoad(3, 1);
  const states = Array.from({ length: 40 }, () =>
    profiles.map((profile, customer) => contender.begin(profile, histories[customer] ?? [])),
  ).flat();
  let transitions = 0;
  const began = process.hrtime.bigint();
  for (const state of states) transitions += advance(catalog, state, end + 400 * dayMs).length;
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  return [{ what: '100 segments: transitions by time alone', value: transitions / seconds, unit: 'per second' }];
}

export function runEngineBench(args: readonly string[]): void {
  const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean', default: false } } });
  const say = (what: string): void => void process.stderr.write(`${what}\n`);
  const figures: Figure[] = [];
  for (const [segments, history, rounds, peers] of [
    [10, 50, 200, true],
    [100, 50, 100, true],
    [1_000, 50, 40, true],
    [10_000, 50, 60, false],
    [100, 10, 100, true],
    [100, 100, 100, true],
    [100, 1_000, 100, true],
  ] as const) {
    say(`measuring ${segments} segments with ${history} orders of history`);
    figures.push(...compare(segments, history, rounds, peers));
  }
  say('measuring memory and a burst of due times');
  figures.push(...measureMemory(), ...measureBurst());
  printFigures(figures, values.json);
}

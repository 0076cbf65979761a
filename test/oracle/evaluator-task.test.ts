import { expect, test } from '@jest/globals';
import { createMemoryCodec } from '@weir/codec/testing';
import { type CrashPoint, crashPoints, createTaskDriver, type TaskDriver } from '@weir/kafka/testing';
import { createMetrics } from '@weir/observability';
import fc from 'fast-check';
import { Customers } from '../../services/segment-evaluator/src/customers.ts';
import { Evaluator } from '../../services/segment-evaluator/src/evaluator.ts';
import { createEvaluatorMetrics } from '../../services/segment-evaluator/src/metrics.ts';
import { eventTopics, evaluatorTopics, evaluatorTopology } from '../../services/segment-evaluator/src/topology.ts';
import { type Case, caseArbitrary } from './case.ts';
import { compileDocuments, engineSupport } from './disagreement.ts';
import { type Arrival, inOrder } from './history.ts';
import { followTimeline } from './naive-timeline.ts';

const topics = evaluatorTopics('');
const codec = createMemoryCodec();
const metrics = createEvaluatorMetrics(createMetrics('test'));

/** The real task with the real evaluator, where the broker and the disk are in memory. */
function openEvaluator({ documents, account }: Case): TaskDriver | null {
  const compiled = compileDocuments(documents, account);
  if ('reasons' in compiled) return null;
  const { catalog } = compiled;
  const createProcessor = () => {
    const customers = new Customers({ codec, statusGroups: account.statusGroups, cacheSize: 2 });
    return new Evaluator({ topics, codec, customers, currentCatalog: () => catalog, metrics });
  };
  return createTaskDriver({ topology: evaluatorTopology(topics, '', codec, createProcessor), clock: 'stream' });
}

function encode(arrival: Arrival): { readonly topic: string; readonly value: Buffer } {
  switch (arrival.kind) {
    case 'customer':
      return { topic: topics['customer-events'], value: codec.encode('customer-events', arrival.event) };
    case 'order':
      return { topic: topics['order-events'], value: codec.encode('order-events', arrival.event) };
    case 'activity':
      return { topic: topics['activity-events'], value: codec.encode('activity-events', arrival.event) };
    case 'message': {
      const event = { ...arrival.event, reason: null, url: null };
      return { topic: topics['message-events'], value: codec.encode('message-events', event) };
    }
  }
}

async function pipe(driver: TaskDriver, arrival: Arrival): Promise<void> {
  const { topic, value } = encode(arrival);
  return driver.pipe(topic, arrival.event.customerId, value, arrival.at);
}

/** Feeds the history, and lets the task die on the way where `crashes` says so; null for a step that it survives. */
async function live(driver: TaskDriver, { history }: Case, crashes: readonly (CrashPoint | null)[]): Promise<void> {
  await driver.start();
  const steps = inOrder(history.arrivals) as Arrival[];
  for (const [index, step] of steps.entries()) {
    const crash = crashes[index % Math.max(1, crashes.length)] ?? null;
    if (crash !== null) driver.crashAt(crash);
    await pipe(driver, step);
    const next = steps[index + 1]?.at ?? history.until;
    // Not at the instant of a step that is still to come, and not at every instant: so cycles hold one step or many.
    if (next > step.at && index % 3 !== 1) await driver.advance(next - 1);
    if (crash !== null) {
      await driver.crashed();
      await driver.start();
    }
  }
  await driver.advance(history.until);
}

interface Line {
  readonly segmentId: string;
  readonly type: string;
  readonly seq: number;
  readonly effectiveAt: number;
  readonly cause: string;
}

const linesOf = (transitions: readonly Line[]): string[] =>
  transitions
    .map(({ segmentId, seq, type, effectiveAt, cause }) =>
      [segmentId, seq, type, new Date(effectiveAt).toISOString(), cause].join(' '),
    )
    .sort();

test('an evaluator that dies anywhere announces what the oracle says, once', async () => {
  await codec.prepare([...eventTopics, 'segment-events', 'customers']);
  const crashes = fc.array(fc.option(fc.constantFrom(...crashPoints), { nil: null, freq: 2 }), {
    minLength: 1,
    maxLength: 6,
  });
  let announced = 0;
  await fc.assert(
    fc.asyncProperty(caseArbitrary(engineSupport()), crashes, async (one, points) => {
      const driver = openEvaluator(one);
      fc.pre(driver !== null);
      await live(driver, one, points);
      await driver.stop();
      const events = driver
        .read(topics['segment-events'])
        .map(({ value }) => codec.decode('segment-events', value as Buffer));
      const expected = followTimeline(one.documents, one.account, one.history);
      expect(linesOf(events)).toEqual(linesOf(expected.transitions));
      announced += events.length;
      const last = driver.read(topics.customers).at(-1)?.value;
      const members = last ? codec.decode('customers', last).memberships.map(({ segmentId }) => segmentId) : [];
      expect(members.sort()).toEqual([...expected.members].sort());
    }),
    { numRuns: 40, seed: 20_260_301, maxSkipsPerRun: 1_000 },
  );
  expect(announced).toBeGreaterThan(40);
});

import { describe, expect, test } from '@jest/globals';
import { memoryStores } from '@weir/store';
import fc from 'fast-check';
import { DueQueue } from './due-queue.ts';
import { LocalState } from './local-state.ts';

interface Operation {
  readonly kind: 'move' | 'fire' | 'commit';
  readonly key: string;
  readonly dueAt: number;
}

const operation: fc.Arbitrary<Operation> = fc.record({
  kind: fc.constantFrom('move', 'move', 'move', 'fire', 'commit'),
  key: fc.integer({ min: 0, max: 30 }).map((number) => `customer-${number}`),
  dueAt: fc.integer({ min: 0, max: 20 }),
});

describe('the due queue', () => {
  test('gives entries in the order of a sorted list, however few of them are in memory', async () => {
    await fc.assert(fc.asyncProperty(fc.array(operation, { maxLength: 150 }), sameAsSortedList), { numRuns: 200 });
  });

  async function sameAsSortedList(operations: readonly Operation[]): Promise<void> {
    const store = await memoryStores()('p0');
    const queue = await DueQueue.open(new LocalState(store), { fill: 3, most: 6 });
    const model = new Map<string, number>();
    const first = (): [string, number] | undefined =>
      [...model].sort(([a, left], [b, right]) => left - right || (a < b ? -1 : 1))[0];
    const commit = async (): Promise<void> => {
      await store.apply(queue.takeWrites());
      await queue.fill();
    };
    for (const { kind, key, dueAt } of operations) {
      if (kind === 'commit') await commit();
      if (kind === 'move') {
        queue.move(key, model.get(key) ?? Infinity, dueAt);
        model.set(key, dueAt);
        expect(queue.has(key, dueAt)).toBe(true);
      }
      if (kind === 'fire') {
        if (queue.peek() === undefined) await commit();
        const entry = queue.peek();
        expect(entry === undefined ? undefined : [entry.key, entry.dueAt]).toEqual(first());
        if (entry === undefined) continue;
        queue.move(entry.key, entry.dueAt, Infinity);
        model.delete(entry.key);
        expect(queue.has(entry.key, entry.dueAt)).toBe(false);
      }
      const next = first()?.[1];
      if (next !== undefined) expect(queue.isClear(next, true)).toBe(false);
      expect(queue.nextAt() ?? Infinity).toBeLessThanOrEqual(next ?? Infinity);
    }
  }

  test('is clear before its first entry, and only then', async () => {
    const queue = await DueQueue.open(new LocalState(await memoryStores()('p0')));
    expect(queue.isClear(1e15, true)).toBe(true);
    queue.move('ann', Infinity, 100);
    expect([queue.isClear(99, true), queue.isClear(100, false), queue.isClear(100, true)]).toEqual([true, true, false]);
  });

  test('what was committed is there when it is opened again', async () => {
    const state = new LocalState(await memoryStores()('p0'));
    const queue = await DueQueue.open(state);
    queue.move('a/b', Infinity, 200);
    queue.move('ann', Infinity, 100);
    await state.store.apply(queue.takeWrites());
    expect((await DueQueue.open(state)).peek()).toEqual({ key: 'ann', dueAt: 100 });
    expect(await state.dues({ key: 'ann', dueAt: 101 }, 5)).toEqual([{ key: 'a/b', dueAt: 200 }]);
  });
});

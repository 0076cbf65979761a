import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareKeys } from './keys.ts';
import { type Entry, type OpenStore, type StateStore } from './state-store.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const plain = (entries: readonly Entry[]): [string, string][] =>
  entries.map(({ key, value }) => [key, Buffer.from(value).toString()]);

/** What every implementation of StateStore must do. `openStores` gives a place that holds nothing yet. */
export function stateStoreContract(name: string, openStores: () => Promise<OpenStore>): void {
  describe(`${name} keeps the contract of StateStore:`, () => {
    let open: OpenStore;
    let store: StateStore;

    beforeEach(async () => {
      open = await openStores();
      store = await open('p3');
    });
    afterEach(() => store.close());

    test('a key that was never written is undefined', () => {
      expect(store.get('nobody')).toBeUndefined();
    });

    test('of several writes to one key the last wins, deletions too', async () => {
      await store.apply([
        { key: 'a', value: bytes('1') },
        { key: 'a', value: bytes('2') },
        { key: 'b', value: bytes('1') },
        { key: 'b', value: null },
      ]);
      expect(plain(await store.range({ gte: '', lt: 'z', limit: 10 }))).toEqual([['a', '2']]);
      expect(store.get('b')).toBeUndefined();
    });

    test('values are bytes: empty ones and zeros stay what they are', async () => {
      await store.apply([
        { key: 'empty', value: new Uint8Array() },
        { key: 'zeros', value: Uint8Array.of(0, 255, 0) },
      ]);
      expect([...(store.get('empty') ?? [1])]).toEqual([]);
      expect([...(store.get('zeros') ?? [])]).toEqual([0, 255, 0]);
    });

    test('a range includes gte, excludes lt, and stops at the limit', async () => {
      await store.apply(['a', 'b', 'c', 'd'].map((key) => ({ key, value: bytes(key) })));
      expect(plain(await store.range({ gte: 'b', lt: 'd', limit: 10 }))).toEqual([['b', 'b'], ['c', 'c']]); // prettier-ignore
      expect(await store.range({ gte: 'a', lt: 'z', limit: 2 })).toHaveLength(2);
      expect(await store.range({ gte: 'a', lt: 'z', limit: 0 })).toHaveLength(0);
    });

    test('it behaves as a sorted map does, whatever is written', () => behavesAsSortedMap(store));

    test('clear removes everything', async () => {
      await store.apply([{ key: 'a', value: bytes('1') }]);
      await store.clear();
      expect(store.get('a')).toBeUndefined();
      expect(await store.range({ gte: '', lt: 'z', limit: 1 })).toEqual([]);
    });

    test('what was applied is there when it is opened again, apart from stores of other names', async () => {
      await store.apply([{ key: 'a', value: bytes('1') }]);
      await store.close();
      store = await open('p3');
      expect(Buffer.from(store.get('a') ?? []).toString()).toBe('1');
      const other = await open('p4');
      expect(other.get('a')).toBeUndefined();
      await other.close();
    });

    test('a store that is open cannot be opened once more', async () => {
      await expect(open('p3')).rejects.toMatchObject({ code: 'WEIR_STORE_LOCKED' });
    });
  });
}

/** Writes random batches to the store and to a Map, and compares every range of the one with the same range of the other. */
async function behavesAsSortedMap(store: StateStore): Promise<void> {
  const key = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 });
  const write = fc.record({ key, value: fc.option(fc.string({ maxLength: 5 })) });
  const property = fc.asyncProperty(fc.array(fc.array(write), { maxLength: 6 }), key, key, async (batches, gte, lt) => {
    await store.clear();
    const expected = new Map<string, string>();
    for (const batch of batches) {
      await store.apply(batch.map((one) => ({ key: one.key, value: one.value === null ? null : bytes(one.value) })));
      for (const one of batch) {
        if (one.value === null) expected.delete(one.key);
        else expected.set(one.key, one.value);
      }
    }
    const inRange = [...expected].filter(([at]) => compareKeys(at, gte) >= 0 && compareKeys(at, lt) < 0);
    inRange.sort(([left], [right]) => compareKeys(left, right));
    expect(plain(await store.range({ gte, lt, limit: 1_000 }))).toEqual(inRange);
  });
  await fc.assert(property, { numRuns: 50 });
}

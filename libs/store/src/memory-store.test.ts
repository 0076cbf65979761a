import { expect, test } from '@jest/globals';
import { stateStoreContract } from './contract.ts';
import { memoryStores } from './memory-store.ts';

stateStoreContract('memory-store', () => Promise.resolve(memoryStores()));

test('thousands of keys stay in order through insertions and deletions', async () => {
  const store = await memoryStores()('p0');
  const keys = Array.from({ length: 3_000 }, (_, index) => ((index * 7_919) % 3_000).toString().padStart(4, '0'));
  await store.apply(keys.map((key) => ({ key, value: new Uint8Array() })));
  await store.apply(keys.filter((key) => Number(key) % 3 === 0).map((key) => ({ key, value: null })));
  const found = (await store.range({ gte: '', lt: ':', limit: 5_000 })).map(({ key }) => key);
  expect(found).toEqual(keys.filter((key) => Number(key) % 3 !== 0).sort());
});

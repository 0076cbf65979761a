export { afterPrefix, compareKeys, decodeInteger, encodedIntegerLength, encodeInteger } from './keys.ts';
export { levelStores, type LevelStoreOptions } from './level-store.ts';
export { memoryStores } from './memory-store.ts';
export { type Entry, type KeyRange, type OpenStore, type StateStore, type Write } from './state-store.ts';
export { StoreError, type StoreErrorCode } from './store-error.ts';

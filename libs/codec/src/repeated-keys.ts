import type { ProblemList } from './problem-list.ts';

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;

/**
 * How many keys are written in a text that is JSON, in all its objects: a colon outside of strings follows every key and nothing else.
 * More than the parsed value has means that one stands twice. A pass over the bytes is all that it costs.
 */
export function countKeys(bytes: Uint8Array): number {
  let keys = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === colon) keys++;
    else if (byte === quote) {
      for (at++; bytes[at] !== quote; at++) if (bytes[at] === backslash) at++;
    }
  }
  return keys;
}

const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],]|[^\s"{}[\],:]+/g;

interface Container {
  /** Null: an array. */
  readonly keys: Set<string> | null;
  /** Of an array: where we are. */
  index: number;
  /** Of an object: whether a key comes next. */
  awaitsKey: boolean;
}

/** Adds every key that stands twice in one object of a text that is JSON, be it nested however deep. */
export function addRepeatedKeys(text: string, list: ProblemList): void {
  const containers: Container[] = [];
  for (const [token] of text.matchAll(tokens)) {
    const container = containers.at(-1);
    if (token === '{') containers.push({ keys: new Set(), index: 0, awaitsKey: true });
    else if (token === '[') {
      containers.push({ keys: null, index: 0, awaitsKey: false });
      list.enter(0);
    } else if (token === '}' || token === ']') {
      containers.pop();
      if (container?.keys?.size !== 0) list.leave();
    } else if (container === undefined) return;
    else if (token === ',') goOn(container, list);
    else if (container.keys !== null && container.awaitsKey) addKey(container.keys, JSON.parse(token) as string, list);
    if (container !== undefined && token !== ',') container.awaitsKey = false;
  }
}

function goOn(container: Container, list: ProblemList): void {
  list.leave();
  container.index++;
  if (container.keys === null) list.enter(container.index);
  else container.awaitsKey = true;
}

function addKey(keys: Set<string>, key: string, list: ProblemList): void {
  list.enter(key);
  if (keys.has(key)) list.add('stands twice in one object, and JSON leaves open which one counts: keep one');
  keys.add(key);
}

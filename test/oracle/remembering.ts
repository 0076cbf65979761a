/** Temporal is slow and the same sums come back thousands of times; only the answers are kept, never the way to them. */
export function remembering<Key, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      if (known.size > 200_000) known.clear();
      value = compute(key);
      known.set(key, value);
    }
    return value;
  };
}

/** One memory per zone. */
export function rememberingPerZone<Key, Value>(
  compute: (key: Key, zone: string) => Value,
): (key: Key, zone: string) => Value {
  const ofZone = remembering((zone: string) => remembering((key: Key) => compute(key, zone)));
  return (key, zone) => ofZone(zone)(key);
}

const maxDepth = 64;
const maxValues = 100_000;

/**
 * Finds what keeps a value from being plain JSON data that survives a round trip: not-a-number and infinities, integers
 * beyond 2^53 (whose last digits JSON readers lose), nesting deeper than 64 or more than 100,000 values, which is also
 * how cyclic and exploding aliases end. Null when there is nothing.
 */
export function findUnplain(value: unknown): { path: string; reason: string } | null {
  let values = 0;
  const visit = (inner: unknown, path: string, depth: number): { path: string; reason: string } | null => {
    values += 1;
    if (values > maxValues) return { path: '', reason: `holds more than ${maxValues} values` };
    if (depth > maxDepth) return { path: '', reason: `is nested deeper than ${maxDepth} levels` };
    if (typeof inner === 'number') return checkNumber(inner, path);
    if (Array.isArray(inner)) return firstProblem(inner.entries(), (key) => `${path}[${key}]`, visit, depth);
    if (typeof inner === 'object' && inner !== null) {
      return firstProblem(Object.entries(inner), (key) => (path === '' ? key : `${path}.${key}`), visit, depth);
    }
    return null;
  };
  return visit(value, '', 0);
}

function firstProblem<K extends string | number>(
  entries: Iterable<[K, unknown]>,
  pathOf: (key: K) => string,
  visit: (value: unknown, path: string, depth: number) => { path: string; reason: string } | null,
  depth: number,
): { path: string; reason: string } | null {
  for (const [key, value] of entries) {
    const problem = visit(value, pathOf(key), depth + 1);
    if (problem !== null) return problem;
  }
  return null;
}

function checkNumber(value: number, path: string): { path: string; reason: string } | null {
  if (!Number.isFinite(value)) return { path, reason: `${value} is not a number that JSON can carry` };
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return {
      path,
      reason: 'is a whole number beyond 2^53, whose last digits would be lost; if it is a name, put it in quotes',
    };
  }
  return null;
}

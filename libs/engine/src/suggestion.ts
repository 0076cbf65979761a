/** The candidate that `found` was most likely meant to be, or undefined when none is near. */
export function suggest(found: string, candidates: readonly string[]): string | undefined {
  const wanted = found.slice(0, 64).toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.min(3, Math.floor(wanted.length / 2) + 1);
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) >= bestDistance) continue;
    const distance = editDistance(wanted, candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). Given up, with any number from `limit`
 * on, when two rows in a row have nothing below it: those after them are no better.
 */
function editDistance(a: string, b: string, limit: number): number {
  let [beforeLast, last, row]: [number[], number[], number[]] = [
    [],
    Array.from({ length: b.length + 1 }, (_, j) => j),
    [],
  ];
  let lastLeast = 0;
  for (let i = 1; i <= a.length; i++) {
    row[0] = i;
    let rowLeast = i;
    for (let j = 1; j <= b.length; j++) {
      const replaced = (last[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(replaced, (last[j] as number) + 1, (row[j - 1] as number) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (beforeLast[j - 2] as number) + 1);
      row[j] = least;
      if (least < rowLeast) rowLeast = least;
    }
    if (rowLeast >= limit && lastLeast >= limit) return limit;
    [beforeLast, last, row, lastLeast] = [last, row, beforeLast, rowLeast];
  }
  return last[b.length] as number;
}

/** `; did you mean "total"?` when one of the candidates is close to what was written, else an empty text. */
export function didYouMean(written: string, candidates: readonly string[]): string {
  const suggestion = closest(written, candidates);
  return suggestion === null ? '' : `; did you mean "${suggestion}"?`;
}

/** Longer words are not typing errors of our short ones, and need not be compared. */
const longestWord = 64;

function closest(written: string, candidates: readonly string[]): string | null {
  if (written.length > longestWord) return null;
  const word = plain(written);
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word, plain(candidate));
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** order_id, orderID and orderId are the same slip of the hand. */
function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[_\- ]/g, '');
}

/** Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other. */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      let least = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + (isSame ? 0 : 1));
      const isSwap = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (isSwap) least = Math.min(least, at(beforeLast, column - 2) + 1);
      current.push(least);
    }
    beforeLast = last;
    last = current;
  }
  return at(last, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? 0;
}

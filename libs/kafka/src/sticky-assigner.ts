export interface MemberClaim {
  readonly memberId: string;
  /** What the member works on now; it has the state of these at hand. */
  readonly owned: readonly number[];
}

/**
 * Spreads partitions over members so that their numbers differ by one at most, and moves as few as that allows: a member keeps what it
 * owns up to its share. Two that claim the same partition: the one with the smaller id keeps it. The same input gives the same result.
 */
export function assignSticky(partitions: number, members: readonly MemberClaim[]): Map<string, number[]> {
  const claims = members.map(({ memberId, owned }) => ({ memberId, owned: new Set(owned) }));
  claims.sort((left, right) => (left.memberId < right.memberId ? -1 : 1));
  const kept = keepClaims(partitions, claims);
  const share = Math.floor(partitions / Math.max(1, members.length));
  let larger = partitions - share * members.length;

  const result = new Map<string, number[]>();
  const free = new Set(Array.from({ length: partitions }, (_, partition) => partition));
  const byHolding = [...kept].sort(([, left], [, right]) => right.length - left.length);
  for (const [memberId, holding] of byHolding) {
    const quota = larger > 0 && holding.length > share ? share + 1 : share;
    if (quota > share) larger -= 1;
    const keeps = holding.slice(0, quota);
    for (const partition of keeps) free.delete(partition);
    result.set(memberId, keeps);
  }
  distribute([...free], result, share, larger);
  for (const assigned of result.values()) assigned.sort((left, right) => left - right);
  return result;
}

function keepClaims(
  partitions: number,
  claims: readonly { memberId: string; owned: ReadonlySet<number> }[],
): Map<string, number[]> {
  const kept = new Map<string, number[]>(claims.map(({ memberId }) => [memberId, []]));
  for (let partition = 0; partition < partitions; partition += 1) {
    const owner = claims.find(({ owned }) => owned.has(partition));
    if (owner !== undefined) kept.get(owner.memberId)?.push(partition);
  }
  return kept;
}

/** First everyone gets the common share, then `larger` members get one more. */
function distribute(free: number[], result: Map<string, number[]>, share: number, larger: number): void {
  for (const assigned of result.values()) {
    while (assigned.length < share && free.length > 0) assigned.push(free.shift() as number);
  }
  let left = larger;
  for (const assigned of result.values()) {
    if (left === 0 || free.length === 0) return;
    if (assigned.length > share) continue;
    assigned.push(free.shift() as number);
    left -= 1;
  }
}

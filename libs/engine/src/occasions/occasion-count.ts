import type { Tally, TallyKind } from '../tracks/tally.ts';

/** How many occasions there are inside the window. */
export class OccasionCount implements Tally {
  count = 0;

  add(): void {
    this.count += 1;
  }

  remove(): void {
    this.count -= 1;
  }

  /** Another with the same figure, to look ahead with. */
  copy(): OccasionCount {
    const copy = new OccasionCount();
    copy.count = this.count;
    return copy;
  }
}

export const occasionCount: TallyKind<OccasionCount> = {
  key: 'number of occasions',
  create: () => new OccasionCount(),
};

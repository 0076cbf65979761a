import type { Aggregate, CompiledAggregate, Sight } from '../occasions/aggregate.ts';
import type { Reader } from '../reading.ts';
import type { Where } from './where.ts';

/** What can be asked of matching orders: what any occasion has, and their figures and items besides. */
export interface OrderAggregate<Ask extends object> extends Pick<Aggregate<Ask>, 'schema'> {
  /** `where` is that of the same leaf. */
  parse(raw: unknown, reader: Reader, where: Where): Ask | undefined;
  compile(ask: Ask, sight: OrdersSight): CompiledAggregate;
  /** Set when money is reckoned, which must be of one currency: its code, or null for the account's. */
  currency?(this: void, ask: Ask): string | null;
}

export interface OrdersSight extends Sight {
  /** Of the amounts that are reckoned; null when none are. */
  readonly currency: string | null;
}

import { type Codec } from '@weir/codec';
import { type Zone } from '@weir/engine';
import { type Channel } from './channel.ts';
import { type DeliveryDefinitions } from './definitions.ts';
import { type Ending, type RetryPolicy } from './effect-ledger.ts';
import { type MessageProvider } from './send-outcome.ts';

export interface MessageSinkOptions<M> {
  readonly channel: Channel<M>;
  readonly provider: MessageProvider<M>;
  /** Names on the broker. */
  readonly topics: {
    readonly segmentEvents: string;
    readonly customers: string;
    readonly messageEvents: string;
    readonly promoCodes: string;
  };
  readonly stores: { readonly customers: string; readonly state: string };
  readonly codec: Pick<Codec, 'encode' | 'decode' | 'resolveSchemas'>;
  /** `current`: those in force now; `refresh` waits until the latest are. */
  readonly definitions: { current(): DeliveryDefinitions; refresh(): Promise<void> };
  readonly promoSecret: string;
  /** The account's. */
  readonly zone: Zone;
  readonly retry: RetryPolicy & { readonly giveUpAfterMs: number };
  /** For metrics: called when the decision is made, before it is committed. */
  readonly onEnded: (ending: Pick<Ending, 'kind' | 'reason'>) => void;
}

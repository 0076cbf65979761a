import { type MessageChannel, type Profile } from '@weir/codec';
import { type MessageTemplate } from './template.ts';

/** Where a channel's messages go. */
export interface Addressing {
  /** Also the key of the consent, and the kind of the steps. */
  readonly name: 'email' | 'sms';
  addressOf(profile: Profile): string | null;
  /** Whether a message can be sent there, and only there. */
  isAddress(text: string): boolean;
}

export interface Envelope {
  /** The effect's key: the same for every attempt. */
  readonly key: string;
  readonly to: string;
  /** When this attempt was decided, epoch ms. */
  readonly date: number;
}

/** How messages of one kind are made. */
export interface Channel<M> extends Addressing {
  readonly recordName: MessageChannel;
  /** Null when the template is one of another channel. Throws a TemplateError when a value it needs is missing or a limit is passed. */
  compose(template: MessageTemplate, variables: Readonly<Record<string, unknown>>, envelope: Envelope): M | null;
}

import { isPhoneNumber } from './address.ts';
import { type Channel } from './channel.ts';

export interface Sms {
  /** The effect's key. */
  readonly key: string;
  /** E.164 or a sender's name. */
  readonly from: string;
  /** E.164. */
  readonly to: string;
  readonly text: string;
}

/** `defaultFrom`: for templates that name no sender. */
export function createSmsChannel({ defaultFrom }: { readonly defaultFrom: string }): Channel<Sms> {
  return {
    name: 'sms',
    recordName: 'SMS',
    addressOf: ({ phone }) => phone,
    isAddress: isPhoneNumber,
    compose(template, variables, { key, to }) {
      if (template.channel !== 'sms') return null;
      return { key, from: template.from ?? defaultFrom, to, text: template.text.render(variables).trim() };
    },
  };
}

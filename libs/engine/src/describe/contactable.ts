import type { ContactableSpec } from '../leaves/contactable.ts';
import type { Describer } from './describer.ts';

const ways = {
  email: { how: 'by e-mail', address: 'e-mail address' },
  sms: { how: 'by text message', address: 'phone number' },
} as const;

export const contactable: Describer<ContactableSpec> = ({ channel }) => {
  const { how, address } = ways[channel];
  return {
    yes: `they can be written to ${how} (their ${address} is known, no message has bounced for good since it last changed, they are subscribed and have never complained)`,
    no: `they cannot be written to ${how} (their ${address} is not known, or a message has bounced for good since it last changed, or they are not subscribed, or they have complained)`,
  };
};

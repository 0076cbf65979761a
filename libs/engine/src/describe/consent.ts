import type { ConsentSpec } from '../leaves/consent.ts';
import type { Describer } from './describer.ts';

const channelWords = { email: 'e-mail', sms: 'text messages' } as const;

export const consent: Describer<ConsentSpec> = ({ channel, status }) => {
  const what = channelWords[channel];
  switch (status) {
    case 'subscribed':
      return { yes: `they are subscribed to ${what}`, no: `they are not subscribed to ${what}` };
    case 'unsubscribed':
      return { yes: `they have unsubscribed from ${what}`, no: `they have not unsubscribed from ${what}` };
    case 'never':
      return {
        yes: `they have never said whether they want ${what}`,
        no: `they have said whether they want ${what}`,
      };
  }
};

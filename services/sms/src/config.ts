import { commonSettings, type Environment, readConfig } from '@weir/service';
import { messageSettings } from '@weir/sink';
import { z } from 'zod';

const settings = commonSettings.extend({
  ...messageSettings,
  TWILIO_ACCOUNT_SID: z
    .string('AC and 32 hexadecimal digits')
    .regex(/^AC[0-9a-fA-F]{32}$/, 'expected AC and 32 hexadecimal digits'),
  TWILIO_AUTH_TOKEN: z.string().min(1),
  /** Another address of the API than Twilio's own, such as that of a local server. */
  TWILIO_BASE_URL: z.url({ protocol: /^https?$/, error: 'expected http://host:port or https://...' }).optional(),
  /** For templates that name no sender: a number in E.164, a name of at most 11 letters, or a messaging service (MG...). */
  SMS_FROM: z
    .string('a number, a name or the id of a messaging service, for templates that name no sender')
    .regex(
      /^(?:\+[1-9][0-9]{6,14}|[A-Za-z0-9 ]{1,11}|MG[0-9a-fA-F]{32})$/,
      'expected a number in E.164, a name of at most 11 letters and digits, or the id of a messaging service (MG...)',
    ),
});

export type Config = z.output<typeof settings>;

export function readSmsConfig(environment: Environment): Config {
  return readConfig(settings, environment);
}

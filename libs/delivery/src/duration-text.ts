import { type Duration, parseDuration } from '@weir/engine';
import { z } from 'zod';

/** ISO 8601, as in segments. */
export const durationText = z.string('must be a duration such as P14D').transform((text, context): Duration => {
  const duration = parseDuration(text);
  if (duration !== undefined) return duration;
  context.addIssue(`"${text.slice(0, 64)}" is not an ISO 8601 duration such as P14D or PT2H`);
  return z.NEVER;
});

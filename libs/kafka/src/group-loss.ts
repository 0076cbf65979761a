import { type Logger } from '@weir/observability';
import { messageOf } from './errors.ts';
import { type GroupLoss } from './port.ts';

/** Being outside the group for a moment is normal life, one calm line; what is not expected comes with all that is known of it. */
export function tellGroupLoss(logger: Logger, { error, isExpected }: GroupLoss): void {
  if (isExpected) logger.info({ reason: messageOf(error) }, 'not in the group at the moment; joining again');
  else logger.warn({ err: error }, 'lost the group for now; what is under way goes on');
}

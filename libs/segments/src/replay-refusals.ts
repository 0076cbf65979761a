import { ReplayError } from '@weir/replay';
import { optionError, SegmentsError } from './segments-error.ts';

/** What the readers of replay refuse, as an error of ours. */
export async function asOurs<Result>(reading: Promise<Result>): Promise<Result> {
  return reading.catch((error: unknown) => {
    if (!(error instanceof ReplayError)) throw error;
    if (error.code === 'WEIR_REPLAY_OPTION') throw optionError(error.message);
    throw new SegmentsError('WEIR_SEGMENTS_EVENTS', error.message);
  });
}

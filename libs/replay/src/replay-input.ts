import { type StatusGroup } from '@weir/engine';
import { readCheckedEvents } from './checked-events.ts';
import { mergeEvents } from './merge.ts';
import { formatInstant } from './outputs.ts';
import { type Progress } from './progress.ts';
import { type ReplayEvent } from './replay-event.ts';
import { type RunOptions } from './replay-options.ts';
import { countUnlistedStatuses, describeUnlistedStatuses } from './unlisted-statuses.ts';

export interface ReplayInput {
  /** In the order in which they are applied. */
  readonly events: readonly ReplayEvent[];
  readonly afterUntil: number;
  readonly rejectedLines: number;
  readonly unlistedStatuses: ReadonlyMap<string, number>;
}

/** Reads, checks and merges the files, and says what of them will have no effect or another than may be expected. */
export async function readInput(
  run: RunOptions,
  statusGroups: Readonly<Record<string, StatusGroup>>,
  progress: Progress,
): Promise<ReplayInput> {
  progress.watch(() => 'reading events');
  const { events: received, rejectedLines } = await readCheckedEvents(run);
  const { events, afterUntil } = mergeEvents(received, run.until);
  progress.watch(null);
  if (rejectedLines > 0) progress.say(`${rejectedLines} bad lines are left out: see ${run.out}/rejected.ndjson`);
  if (afterUntil > 0) progress.say(`${afterUntil} events lie after ${formatInstant(run.until)} and are not applied`);
  const unlistedStatuses = countUnlistedStatuses(events, statusGroups);
  for (const line of describeUnlistedStatuses(unlistedStatuses)) progress.say(line);
  return { events, afterUntil, rejectedLines, unlistedStatuses };
}

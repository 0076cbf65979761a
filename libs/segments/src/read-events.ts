import { type EventFile, readEventFiles, type ReplayEvent } from '@weir/replay';
import { BadLines } from './bad-lines.ts';
import { asOurs } from './replay-refusals.ts';

/** All events of the files, in the order given. Throws WEIR_SEGMENTS_EVENTS when a file or a line cannot be read. */
export async function readEvents(files: readonly EventFile[]): Promise<readonly ReplayEvent[]> {
  const bad = new BadLines();
  const events = await asOurs(readEventFiles(files, ({ file, line, problems }) => bad.add(file, line, problems)));
  bad.refuse();
  return events;
}

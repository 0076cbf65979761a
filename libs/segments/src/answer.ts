import { readStatusGroups } from '@weir/replay';
import type { Options } from './options.ts';
import { readSegments } from './read-segments.ts';
import { asOurs } from './replay-refusals.ts';
import { optionError } from './segments-error.ts';
import type { Answer } from './subcommand.ts';

/** Reads what the command line names and has the subcommand answer. Throws a SegmentsError for what the caller can put right. */
export async function answer(options: Options): Promise<Answer> {
  const { subcommand, definitions, id } = options;
  const account = { ...options.account, statusGroups: await asOurs(readStatusGroups(options.statusGroups)) };
  const segments = definitions === null ? [] : await readSegments(definitions, account);
  if (id !== null && !segments.some(({ definition }) => definition.id === id))
    throw optionError(`there is no segment ${id} in ${definitions}`);
  return subcommand.run({ ...options, account, segments });
}

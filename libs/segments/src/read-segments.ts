import { checkDirectory, formatFileProblem } from '@weir/definitions';
import { type AccountSettings, parseSegment, type SegmentDefinition } from '@weir/engine';
import { SegmentsError } from './segments-error.ts';

/** A segment and where it is written. */
export interface SegmentSource {
  readonly definition: SegmentDefinition;
  /** Relative to the directory that was read. */
  readonly file: string;
  /** The line of the value at a path such as `when.all[0]`, or of the nearest around it. */
  readonly lineOf: (path: string) => number;
}

/** The segments below a directory, in the order of their ids. Throws a SegmentsError that tells everything that is wrong with them. */
export async function readSegments(directory: string, account: AccountSettings): Promise<readonly SegmentSource[]> {
  const checked = await checkDirectory(directory, account).catch((error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined || code.startsWith('ERR_')) throw error;
    throw new SegmentsError('WEIR_SEGMENTS_DEFINITIONS', message);
  });
  if (!checked.ok)
    throw new SegmentsError('WEIR_SEGMENTS_DEFINITIONS', checked.problems.map(formatFileProblem).join('\n'));
  return checked.documents
    .flatMap(({ kind, document, file, lineOf }) => {
      const parsed = kind === 'segment' ? parseSegment(document) : { ok: false as const };
      return parsed.ok ? [{ definition: parsed.definition, file, lineOf }] : [];
    })
    .sort((a, b) => (a.definition.id < b.definition.id ? -1 : 1));
}

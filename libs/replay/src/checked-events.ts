import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type BadLine, readEventFiles } from './event-files.ts';
import { rejectedName } from './output-directory.ts';
import { ReplayError } from './replay-error.ts';
import { type ReplayEvent } from './replay-event.ts';
import { type RunOptions } from './replay-options.ts';

const maxPrinted = 100;

/**
 * Reads all input files before anything runs. With `skipsBadLines` the bad lines go to `rejected.ndjson` in the output directory, one object
 * a line with file, line, problems and the text found (its bytes in base64 when they are no text); else any of them is an error that lists the first hundred.
 */
export async function readCheckedEvents({
  files,
  out,
  skipsBadLines,
}: RunOptions): Promise<{ events: ReplayEvent[]; rejectedLines: number }> {
  const rejections = skipsBadLines ? createRejectionFile(join(out, rejectedName), out) : createRejectionList();
  try {
    const events = await readEventFiles(files, rejections.add);
    return { events, rejectedLines: rejections.finish() };
  } finally {
    rejections.close();
  }
}

interface Rejections {
  readonly add: (bad: BadLine) => void;
  /** How many there were; throws when there must be none. */
  readonly finish: () => number;
  readonly close: () => void;
}

/** The file is there only when there are bad lines. */
function createRejectionFile(path: string, directory: string): Rejections {
  let file: number | null = null;
  let count = 0;
  return {
    add: (bad) => {
      count += 1;
      if (file === null) {
        mkdirSync(directory, { recursive: true });
        file = openSync(path, 'w');
      }
      writeSync(file, `${JSON.stringify(bad)}\n`);
    },
    finish: () => count,
    close: () => {
      if (file !== null) closeSync(file);
    },
  };
}

function createRejectionList(): Rejections {
  const printed: string[] = [];
  let lines = 0;
  let problems = 0;
  return {
    add: (bad) => {
      lines += 1;
      problems += bad.problems.length;
      for (const { field, reason } of bad.problems) {
        if (printed.length < maxPrinted)
          printed.push(`${bad.file}:${bad.line}: ${field === '' ? '' : `${field}: `}${reason}`);
      }
    },
    finish: () => {
      if (lines === 0) return 0;
      const more = problems > printed.length ? [`and ${problems - printed.length} more problems`] : [];
      const what = lines === 1 ? '1 line is' : `${lines} lines are`;
      const advice = `${what} not an event: correct the input, or add --skip-bad to go on without. Nothing was run.`;
      throw new ReplayError('WEIR_REPLAY_INPUT', [...printed, ...more, advice].join('\n'));
    },
    close: () => undefined,
  };
}

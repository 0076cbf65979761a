/** Where the stack tells people what it is doing. */
export interface Progress {
  /** One step, in a short sentence. */
  say(line: string): void;
  /** A transfer's state; both in bytes. The last call has `done === total`. */
  transfer(label: string, done: number, total: number): void;
}

/** Steps and quarters of a transfer as lines: for logs, pipes and callers with a display of their own. */
export function lineProgress(write: (line: string) => void): Progress {
  let quarter = -1;
  return {
    say: write,
    transfer(label, done, total) {
      const reached = Math.floor((done / total) * 4);
      if (reached === quarter) return;
      quarter = reached;
      write(`${label}: ${amounts(done, total)}`);
    },
  };
}

export interface Screen {
  write(text: string): unknown;
  readonly columns?: number;
}

/** A transfer on one line that redraws itself, on a terminal. */
export function screenProgress(screen: Screen): Progress {
  let drawn = '';
  return {
    say: (line) => void screen.write(`${line}\n`),
    transfer(label, done, total) {
      const text = `${label} ${bar(done / total)} ${amounts(done, total)}`.slice(0, (screen.columns ?? 80) - 1);
      if (text === drawn) return;
      drawn = text;
      screen.write(`\r${text}${done === total ? '\n' : ''}`);
    },
  };
}

/** Progress on stderr, so that stdout stays the program's own. */
export function stderrProgress(stderr: NodeJS.WriteStream): Progress {
  return stderr.isTTY ? screenProgress(stderr) : lineProgress((line) => void stderr.write(`${line}\n`));
}

function amounts(done: number, total: number): string {
  return `${megabytes(done)} of ${megabytes(total)} MB, ${String(Math.floor((done / total) * 100)).padStart(3)} %`;
}

export const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

function bar(share: number): string {
  const width = 24;
  const full = Math.floor(share * width);
  return `[${'#'.repeat(full)}${' '.repeat(width - full)}]`;
}

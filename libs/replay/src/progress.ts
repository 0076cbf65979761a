/** Says on one line, once a second, where a long run stands: each time what `status` then returns, if it differs from the last. */
export interface Progress {
  /** What is said once a second from now on; null for nothing. */
  readonly watch: (status: (() => string) | null) => void;
  /** Something worth a line of its own, at once. */
  readonly say: (line: string) => void;
  readonly stop: () => void;
}

const intervalMs = 1000;

export function createProgress(write: (line: string) => void): Progress {
  let current: (() => string) | null = null;
  let last = '';
  const timer = setInterval(() => {
    const line = current?.() ?? '';
    if (line !== '' && line !== last) write(line);
    last = line;
  }, intervalMs);
  timer.unref();
  return {
    watch: (status) => void (current = status),
    say: write,
    stop: () => clearInterval(timer),
  };
}

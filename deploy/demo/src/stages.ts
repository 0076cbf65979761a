/** Says, one line a stage, what is going on, what it waits for, and how long it took. */
export interface Stages {
  /** Shows `title` while `work` runs; `detail` replaces what is said behind it. Resolves and rejects as the work does. */
  run<T>(title: string, work: (detail: (text: string) => void) => Promise<T>): Promise<T>;
  /** For what outlives the stage it was started in: shown behind the title of the one that runs now, if any. */
  readonly detail: (text: string) => void;
}

export interface Screen {
  write(text: string): void;
  /** Columns of a terminal, on which the line of the running stage is written over; null for a file or a pipe. */
  readonly columns: () => number | null;
  /** Milliseconds from any origin. */
  readonly stopwatch: () => number;
}

const redrawMs = 100;
/** Off a terminal a detail is a line of its own, and these are rare. */
const plainDetailMs = 5000;

export function createStages(screen: Screen): Stages {
  let current: (text: string) => void = () => undefined;
  return {
    run: async (title, work) => {
      const line = screen.columns() === null ? plainLine(screen, title) : terminalLine(screen, title);
      current = line.detail;
      try {
        const result = await work(line.detail);
        line.end('✓');
        return result;
      } catch (error) {
        line.end('✗');
        throw error;
      } finally {
        current = () => undefined;
      }
    },
    detail: (text) => current(text),
  };
}

interface Line {
  readonly detail: (text: string) => void;
  readonly end: (mark: string) => void;
}

function terminalLine(screen: Screen, title: string): Line {
  const began = screen.stopwatch();
  let detail = '';
  const draw = (mark: string, text: string): void => {
    const line = `${mark} ${title.padEnd(38)}${secondsSince(began, screen).padStart(6)}${text === '' ? '' : `  ${text}`}`;
    screen.write(`\r\u001b[2K${line.slice(0, (screen.columns() ?? 80) - 1)}`);
  };
  const redraw = (): void => draw('·', detail);
  redraw();
  const timer = setInterval(redraw, redrawMs);
  return {
    detail: (text) => void (detail = text),
    end: (mark) => {
      clearInterval(timer);
      draw(mark, mark === '✓' ? '' : detail);
      screen.write('\n');
    },
  };
}

function plainLine(screen: Screen, title: string): Line {
  const began = screen.stopwatch();
  let saidAt = began;
  screen.write(`· ${title}\n`);
  return {
    detail: (text) => {
      if (screen.stopwatch() - saidAt < plainDetailMs) return;
      saidAt = screen.stopwatch();
      screen.write(`  ${text} (${secondsSince(began, screen)})\n`);
    },
    end: (mark) => screen.write(`${mark} ${title} (${secondsSince(began, screen)})\n`),
  };
}

function secondsSince(began: number, { stopwatch }: Screen): string {
  return `${((stopwatch() - began) / 1000).toFixed(1)} s`;
}

import { readEnvironment } from './config.ts';
import { runDemo } from './demo.ts';
import { DemoError } from './demo-error.ts';
import { parseDemoOptions, usage } from './options.ts';

const stop = new AbortController();
const hurry = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The first ends everything in order, the second without waiting for the services; neither leaves anything behind.
    if (hurry.signal.aborted) process.exit(1);
    if (stop.signal.aborted) hurry.abort();
    else stop.abort(new DemoError('WEIR_DEMO_STOPPED', `Stopped by ${signal}.`));
  });
}

// What was started but not waited for, after an early end, ends with the process.
process.exit(await main(process.argv.slice(2)));

async function main(args: readonly string[]): Promise<number> {
  const write = (text: string): void => void process.stdout.write(text);
  try {
    const options = parseDemoOptions(args);
    if (options === 'help') {
      write(usage);
      return 0;
    }
    return await runDemo(options, {
      screen: {
        write,
        // Some terminals say that they have no columns at all.
        columns: () => (process.stdout.isTTY ? process.stdout.columns || 80 : null),
        stopwatch: () => performance.now(),
      },
      now: Date.now,
      ...readEnvironment(process.env),
      signal: stop.signal,
      hurry: hurry.signal,
    });
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    const isForPeople = error instanceof Error && typeof code === 'string' && code.startsWith('WEIR_');
    process.stderr.write(`${isForPeople ? error.message : String((error as Error).stack)}\n`);
    return code === 'WEIR_DEMO_OPTION' ? 2 : 1;
  }
}

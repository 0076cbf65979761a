import { randomBytes } from 'node:crypto';
import { createProgress } from './progress.ts';
import { replay } from './replay.ts';
import { ReplayError } from './replay-error.ts';
import { parseReplayOptions, usage } from './replay-options.ts';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stop.signal.aborted) process.exit(1);
    stop.abort(new ReplayError('WEIR_REPLAY_STOPPED', `stopped by ${signal}`));
  });
}

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  let progress = createProgress(say);
  try {
    const options = parseReplayOptions(args);
    if (options === 'help') {
      process.stdout.write(usage);
      return 0;
    }
    if (options.isQuiet) progress = createProgress(() => undefined);
    // Whose cluster it is, the stack reads from the same variable.
    const isOwn = (process.env['KAFKA_BROKERS'] ?? '') === '';
    const openCluster = async () => {
      const { startStack } = await import('@weir/stack');
      return { ...(await startStack({ onProgress: progress.say })), isOwn };
    };
    await replay(options, {
      progress,
      now: Date.now,
      stopwatch: () => performance.now(),
      openCluster,
      topicPrefix: `replay-${randomBytes(6).toString('hex')}-`,
      signal: stop.signal,
    });
    return 0;
  } catch (error) {
    say(describe(error));
    return error instanceof ReplayError && error.code === 'WEIR_REPLAY_OPTION' ? 2 : 1;
  } finally {
    progress.stop();
  }
}

/** Errors of ours are written for people; any other is a bug, and its stack says where. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && code.startsWith('WEIR_') ? error.message : (error.stack ?? error.message);
}

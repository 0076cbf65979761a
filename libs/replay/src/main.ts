import { randomBytes } from 'node:crypto';
import { ReplayError } from './replay-error.ts';
import { parseReplayOptions, usage } from './replay-options.ts';
import { replayInThread } from './replay-thread.ts';

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
  try {
    const options = parseReplayOptions(args);
    if (options === 'help') {
      process.stdout.write(usage);
      return 0;
    }
    const topicPrefix = `replay-${randomBytes(6).toString('hex')}-`;
    // Whose cluster it is, the stack reads from the same variable.
    const isOwnCluster = (process.env['KAFKA_BROKERS'] ?? '') === '';
    await replayInThread({ options, topicPrefix, isOwnCluster }, { say, signal: stop.signal });
    return 0;
  } catch (error) {
    say(describe(error));
    return (error as { code?: unknown }).code === 'WEIR_REPLAY_OPTION' ? 2 : 1;
  }
}

/** Errors of ours are written for people; any other is a bug, and its stack says where. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && code.startsWith('WEIR_') ? error.message : (error.stack ?? error.message);
}

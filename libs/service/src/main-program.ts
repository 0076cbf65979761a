import { createLogger, type Logger } from '@weir/observability';
import type { Component } from './component.ts';
import { ConfigError } from './read-config.ts';
import { run } from './run.ts';

export interface Program {
  readonly name: string;
  readonly logLevel: string;
  /** Builds the components, in the order in which they start. */
  readonly compose: (
    logger: Logger,
    fail: (error: Error) => void,
  ) => readonly Component[] | Promise<readonly Component[]>;
}

/**
 * Runs a service as a process: SIGTERM and SIGINT stop it in order, a second one ends it at once. Exit code 0 after a stop that was asked
 * for, 1 when it failed, 2 when its settings are wrong.
 */
export async function runProgram(readProgram: () => Program): Promise<never> {
  const program = readProgramOrExit(readProgram);
  const logger = createLogger({ name: program.name, level: program.logLevel });
  const controller = new AbortController();
  const failures: Error[] = [];
  const fail = (error: Error): void => {
    failures.push(error);
    controller.abort();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(1);
      logger.info({ signal }, 'stopping');
      controller.abort();
    });
  }
  process.on('unhandledRejection', (error) => fail(error instanceof Error ? error : new Error(String(error))));
  try {
    await run(await program.compose(logger, fail), controller.signal, logger);
  } catch (error) {
    fail(error as Error);
  }
  for (const error of failures) logger.fatal({ err: error }, 'failed');
  process.exit(failures.length === 0 ? 0 : 1);
}

function readProgramOrExit(readProgram: () => Program): Program {
  try {
    return readProgram();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return process.exit(2);
  }
}

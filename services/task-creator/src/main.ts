import { runProgram } from '@weir/service';
import { readTaskCreatorConfig } from './config.ts';
import { createService } from './service.ts';

await runProgram(() => {
  const config = readTaskCreatorConfig(process.env);
  return {
    name: 'task-creator',
    logLevel: config.LOG_LEVEL,
    compose: (logger, fail) => createService(config, { now: Date.now, logger, fail }),
  };
});

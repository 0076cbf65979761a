import { runProgram } from '@weir/service';
import { readSmsConfig } from './config.ts';
import { createService } from './service.ts';

await runProgram(() => {
  const config = readSmsConfig(process.env);
  return {
    name: 'sms',
    logLevel: config.LOG_LEVEL,
    compose: (logger, fail) => createService(config, { now: Date.now, logger, fail }),
  };
});

import { runProgram } from '@weir/service';
import { readMailerConfig } from './config.ts';
import { createService } from './service.ts';

await runProgram(() => {
  const config = readMailerConfig(process.env);
  return {
    name: 'mailer',
    logLevel: config.LOG_LEVEL,
    compose: (logger, fail) => createService(config, { now: Date.now, logger, fail }),
  };
});

import { runProgram } from '@weir/service';
import { readExportSinkConfig } from './config.ts';
import { createService } from './service.ts';

await runProgram(() => {
  const config = readExportSinkConfig(process.env);
  return {
    name: 'export-sink',
    logLevel: config.LOG_LEVEL,
    compose: (logger, fail) => createService(config, { now: Date.now, logger, fail }),
  };
});

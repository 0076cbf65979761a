import { runProgram } from '@weir/service';
import { readEvaluatorConfig } from './config.ts';
import { createService } from './service.ts';

await runProgram(() => {
  const config = readEvaluatorConfig(process.env);
  return {
    name: 'segment-evaluator',
    logLevel: config.LOG_LEVEL,
    compose: (logger, fail) => createService(config, Date.now, logger, fail),
  };
});

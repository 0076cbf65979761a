import { runEngineBench } from './engine/engine-bench.ts';
import { runPipelineBench } from './pipeline/pipeline-bench.ts';

const usage = `Measures Weir on this machine; figures are kept in test/bench/README.md as ratios within one run.

  npm run bench -- pipeline [--customers N] [--orders N] [--rate N] [--seconds N] [--partitions N] [--json]
  npm run bench -- engine [--json]

pipeline   the real evaluator on a real broker: throughput with a backlog, latency under a steady rate,
           and a plain kafkajs consume-produce-commit loop in the same run
             --customers   customers in the backlog (20000)
             --orders      orders in the backlog (200000)
             --rate        events per second while latency is measured (1000)
             --seconds     how long latency is measured (20)
             --partitions  partitions of every topic (8)
             --json        JSON lines only, no table
engine     the engine alone, on one core: microseconds per order with 10 to 10,000 segments and 10 to 1,000 orders of
           history, beside the same engine that keeps nothing and functions generated from the conditions

KAFKA_BROKERS and SCHEMA_REGISTRY_URL make it use that cluster instead of a local one.
`;

const [command, ...args] = process.argv.slice(2);
if (command === 'pipeline') {
  await runPipelineBench(args, process.env);
} else if (command === 'engine') {
  runEngineBench(args);
} else {
  process.stderr.write(usage);
  process.exitCode = command === '--help' || command === undefined ? 0 : 2;
}

import { runPipelineBench } from './pipeline/pipeline-bench.ts';

const usage = `Measures Weir on this machine; figures are kept in test/bench/README.md as ratios within one run.

  npm run bench -- pipeline [--customers N] [--orders N] [--rate N] [--seconds N] [--partitions N] [--json]

pipeline   the real evaluator on a real broker: throughput with a backlog, latency under a steady rate,
           and a plain kafkajs consume-produce-commit loop in the same run
             --customers   customers in the backlog (20000)
             --orders      orders in the backlog (200000)
             --rate        events per second while latency is measured (1000)
             --seconds     how long latency is measured (20)
             --partitions  partitions of every topic (8)
             --json        JSON lines only, no table

KAFKA_BROKERS and SCHEMA_REGISTRY_URL make it use that cluster instead of a local one.
`;

const [command, ...args] = process.argv.slice(2);
if (command === 'pipeline') {
  await runPipelineBench(args, process.env);
} else {
  process.stderr.write(usage);
  process.exitCode = command === '--help' || command === undefined ? 0 : 2;
}

import { type AdminPort, connectAdmin } from '@weir/kafka';
import { GaveUpError, within } from './wait-limit.ts';
import { runTopics } from './topics-command.ts';
import { readTopicsConfig, topicsHelp } from './topics-config.ts';
import { describeFailure, notKafka } from './topics-failure.ts';

async function main(): Promise<boolean> {
  const config = readTopicsConfig(process.argv.slice(2), process.env);
  if (config.action === 'help') return process.stdout.write(topicsHelp);
  const { brokers, waitSeconds } = config;
  const connect = (): Promise<AdminPort> =>
    connectAdmin({ brokers, clientId: 'weir-topics' }).catch((error: unknown) => {
      throw notKafka(brokers, error);
    });
  const onWaiting = (line: string): void => void process.stderr.write(`${line}\n`);
  const admin = await within(waitSeconds, `Kafka at ${brokers.join(',')} (KAFKA_BROKERS)`, connect, onWaiting);
  try {
    return await runTopics(config, {
      admin,
      print: (line) => process.stdout.write(`${line}\n`),
      onWaiting,
    });
  } finally {
    await admin.close();
  }
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  const words = describeFailure(error);
  if (words === null) throw error;
  process.stderr.write(`${words}\n`);
  process.exitCode = 2;
  // What is given up on may still be trying.
  if (error instanceof GaveUpError) process.exit();
}

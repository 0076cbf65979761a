import { connectAdmin } from '@weir/kafka';
import { runTopics } from './topics-command.ts';
import { readTopicsConfig, topicsHelp } from './topics-config.ts';
import { describeFailure, notKafka } from './topics-failure.ts';

async function main(): Promise<boolean> {
  const config = readTopicsConfig(process.argv.slice(2), process.env);
  if (config.action === 'help') return process.stdout.write(topicsHelp);
  const admin = await connectAdmin({ brokers: config.brokers, clientId: 'weir-topics' }).catch((error: unknown) => {
    throw notKafka(config.brokers, error);
  });
  try {
    return await runTopics(config, {
      admin,
      print: (line) => process.stdout.write(`${line}\n`),
      onWaiting: (line) => process.stderr.write(`${line}\n`),
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
}

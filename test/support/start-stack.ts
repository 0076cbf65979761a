// By its path: Jest loads this file outside its own module system, which alone knows the condition `development`.
import { StackError, startStack, type Stack } from '../../libs/stack/src/index.ts';

declare global {
  /** Of this run of the integration project; set here, ended by `stop-stack.ts`. */
  var weirStack: Stack | undefined;
}

/** Jest's global set-up: one broker and registry for all files of the run, named to them by the environment. */
export default async function startOnce(): Promise<void> {
  const stack = await startStack().catch(explain);
  globalThis.weirStack = stack;
  process.env['KAFKA_BROKERS'] = stack.brokers.join(',');
  process.env['SCHEMA_REGISTRY_URL'] = stack.registryUrl;
}

/** Jest prints the stack of an error: here its message is meant for people, and says all there is to say. */
function explain(error: unknown): never {
  if (error instanceof StackError) error.stack = error.message;
  throw error;
}

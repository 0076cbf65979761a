import { parentPort } from 'node:worker_threads';
import { compare } from './comparison.ts';

/** A batch of questions; the seed says which. */
export interface Batch {
  readonly seed: number;
  readonly histories: number;
}

/** Answers batch after batch, each with its comparison. */
const port = parentPort;
if (port === null) throw new Error('this module is a worker of main.ts');
port.on('message', ({ seed, histories }: Batch) => port.postMessage(compare(seed, histories)));

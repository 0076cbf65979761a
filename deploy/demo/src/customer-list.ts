import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { topicName } from '@weir/codec';
import { type End } from './await-services.ts';
import { type Cluster } from './cluster.ts';
import { DemoError } from './demo-error.ts';

export interface ExportOptions {
  readonly cluster: Cluster;
  /** Where the services' output ends: the list must hold all of it. */
  readonly ends: readonly End[];
  /** The export-sink's SQLite file. */
  readonly database: string;
  /** The CSV file to write. */
  readonly list: string;
  readonly inherited: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

const pollMs = 50;
const root = join(import.meta.dirname, '../../..');

/** Writes all customers with their segments as CSV, once the database holds everything, by the command that everybody else uses. */
export async function exportCustomers(options: ExportOptions): Promise<void> {
  await awaitDatabase(options);
  const { database, list, inherited, signal } = options;
  const args = ['--conditions=development', join(root, 'services/export-sink/src/export-main.ts')];
  const child = spawn(process.execPath, [...args, '--database', database, '--out', list], {
    cwd: root,
    env: { ...inherited },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (words += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  if (code !== 0) throw new DemoError('WEIR_DEMO_EXPORT', `The export ended with exit code ${code}:\n${words}`);
}

/** The database keeps, in the same transaction as the rows, the offset of the next record to read of each partition. */
async function awaitDatabase({ cluster, ends, database, signal }: ExportOptions): Promise<void> {
  const topics = [topicName('segment-events', cluster.topicPrefix), topicName('customers', cluster.topicPrefix)];
  const wanted = ends.filter(({ topic }) => topics.includes(topic));
  while (!existsSync(database)) await sleep(pollMs, undefined, { signal });
  const reader = new DatabaseSync(database, { readOnly: true, timeout: 10_000 });
  try {
    const position = reader.prepare('SELECT next_offset FROM positions WHERE topic = ? AND partition = ?');
    const isThere = ({ topic, partition, offset }: End): boolean =>
      Number(position.get(topic, partition)?.['next_offset'] ?? 0) > offset;
    while (!wanted.every(isThere)) await sleep(pollMs, undefined, { signal });
  } finally {
    reader.close();
  }
}

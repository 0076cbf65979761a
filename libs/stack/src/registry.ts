import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ChildPlan } from './supervisor-plan.ts';

export interface RegistryPlan {
  java: string;
  /** Where the distribution was unpacked. */
  home: string;
  /** Of the database. Records carry schema ids, so whoever keeps the records has to keep this directory too. */
  directory: string;
  port: number;
}

/** Of the Confluent API on any Apicurio Registry. */
export const registryPath = '/apis/ccompat/v7';

export const registryUrlOf = (port: number): string => `http://127.0.0.1:${port}${registryPath}`;

/** How to run Apicurio Registry on a database in one file. */
export async function planRegistry(
  { java, home, directory, port }: RegistryPlan,
  env: Record<string, string>,
): Promise<ChildPlan> {
  await mkdir(directory, { recursive: true });
  const runner = (await readdir(home)).find((name) => name.endsWith('-runner.jar'));
  if (runner === undefined) throw new Error(`${home} holds no runner jar`);
  // Without WRITE_DELAY=0 the last half second of registrations dies with the process, and their ids are given out anew.
  const database = `jdbc:h2:file:${join(directory, 'registry')};WRITE_DELAY=0`;
  return {
    name: 'registry',
    command: java,
    args: ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-jar', join(home, runner)],
    cwd: directory,
    env: {
      ...env,
      QUARKUS_HTTP_HOST: '127.0.0.1',
      QUARKUS_HTTP_PORT: String(port),
      REGISTRY_DATASOURCE_URL: database,
    },
  };
}

export async function isRegistryReady(url: string): Promise<boolean> {
  return fetch(`${url}/subjects`, { signal: AbortSignal.timeout(2_000) }).then(
    async (response) => {
      await response.arrayBuffer();
      return response.ok;
    },
    () => false,
  );
}

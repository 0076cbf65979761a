import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const oldestJava = 17;

export type JavaSearch = { command: string } | { command: null; found: string };

/** Looks for Java 17 or later: JAVA_HOME first, then PATH. `found` says in words what is there instead. */
export async function findJava(javaHome: string | null): Promise<JavaSearch> {
  const places = [...(javaHome === null ? [] : [join(javaHome, 'bin', 'java')]), 'java'];
  let found = 'no Java';
  for (const command of places) {
    const version = await versionOf(command);
    if (version !== null && version >= oldestJava) return { command };
    if (version !== null) found = `Java ${version}`;
  }
  return { command: null, found };
}

async function versionOf(command: string): Promise<number | null> {
  const output = await run(command, ['-version'], { timeout: 20_000 }).then(
    ({ stderr, stdout }) => stderr + stdout,
    () => '',
  );
  return parseJavaVersion(output);
}

/** The feature version in the output of `java -version`: 17 for `"17.0.15"`, 8 for `"1.8.0_402"`. */
export function parseJavaVersion(output: string): number | null {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(output) ?? [];
  if (first === undefined) return null;
  return Number(first === '1' && second !== undefined ? second : first);
}

import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryPathOf, type Artifact } from './artifacts.ts';

const run = promisify(execFile);
const copyDependencies = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';

export type Coordinates = Pick<Artifact, 'group' | 'artifact' | 'version' | 'classifier' | 'extension'>;

/** Where Maven keeps what it once fetched on this machine. */
export const localRepository = join(homedir(), '.m2', 'repository');

export async function isMavenInstalled(): Promise<boolean> {
  return run('mvn', ['--version'], { timeout: 20_000 }).then(
    () => true,
    () => false,
  );
}

/**
 * Lets Maven copy artifacts into a directory, in repository layout. Maven knows this machine's mirrors, proxies and
 * credentials, so where it is installed it reaches repositories that a plain download might not.
 *
 * @param transitive whether what the artifacts depend on comes along: for pinning a list, not for following one.
 */
export async function copyWithMaven(
  artifacts: readonly Coordinates[],
  directory: string,
  transitive: boolean,
): Promise<void> {
  await mkdir(directory, { recursive: true });
  const project = await mkdtemp(join(directory, 'project-'));
  try {
    await writeFile(join(project, 'pom.xml'), pomOf(artifacts, transitive));
    const options = [`-DoutputDirectory=${directory}`, '-Dmdep.useRepositoryLayout=true', '-DincludeScope=runtime'];
    await run('mvn', ['-q', '-B', '-f', join(project, 'pom.xml'), copyDependencies, ...options], { timeout: 900_000 });
  } finally {
    await rm(project, { recursive: true, force: true });
  }
}

/** Takes an artifact out of a directory in repository layout; false when it is not there. */
export async function takeFrom(directory: string, artifact: Artifact, to: string): Promise<boolean> {
  return cp(join(directory, ...repositoryPathOf(artifact).split('/')), to).then(
    () => true,
    () => false,
  );
}

function pomOf(artifacts: readonly Coordinates[], transitive: boolean): string {
  const alone = '<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>';
  const dependencies = artifacts.map(
    ({ group, artifact, version, classifier, extension }) =>
      `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version>` +
      `${classifier === '' ? '' : `<classifier>${classifier}</classifier>`}<type>${extension}</type>${transitive ? '' : alone}</dependency>`,
  );
  return (
    '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>' +
    '<groupId>weir</groupId><artifactId>stack</artifactId><version>1</version><packaging>pom</packaging>' +
    `<dependencies>${dependencies.join('')}</dependencies></project>`
  );
}

import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileNameOf, repositoryPathOf, type Artifact, type ArtifactList } from './artifacts.ts';
import { download, isIntact } from './download.ts';
import { underLock } from './machine-lock.ts';
import { copyWithMaven, isMavenInstalled, localRepository, takeFrom } from './maven.ts';
import { megabytes, type Progress } from './progress.ts';
import { reasonOf } from './stack-error.ts';

/** The stack's programs on disk, whole and verified. */
export interface StackFiles {
  /** Directory of jars: the broker's class path. */
  brokerJars: string;
  /** Directory that holds the registry's runner jar and its `lib`. */
  registryHome: string;
}

export interface ProvideOptions {
  cacheDir: string;
  /** Base URL that replaces Maven Central, and Maven with it. */
  mavenRepository: string | null;
  progress: Progress;
}

const simultaneousDownloads = 6;

/**
 * Brings the pinned files into the cache, once per list: out of Maven's own repository on this machine, else through
 * Maven where it is installed, else by plain download. Two processes that need them at once fetch them once.
 */
export async function provideFiles(list: ArtifactList, options: ProvideOptions): Promise<StackFiles> {
  const home = join(options.cacheDir, 'stack', list.digest);
  const files = { brokerJars: join(home, 'broker'), registryHome: join(home, 'registry') };
  if (await exists(home)) return files;
  const waits = (): void =>
    options.progress.say('Another process is fetching Kafka and the schema registry; waiting for it.');
  await underLock(`${home}.lock`, waits, async () => {
    if (!(await exists(home))) await assemble(list, home, options);
  });
  return files;
}

/** Builds the directory under another name and renames it: it exists only when it is whole. */
async function assemble(list: ArtifactList, home: string, options: ProvideOptions): Promise<void> {
  const partial = `${home}.partial`;
  for (const unit of ['broker', 'registry']) await mkdir(join(partial, unit), { recursive: true });
  await gather(list.artifacts, partial, options);
  await unpack(list.artifacts, partial);
  await rename(partial, home);
}

async function gather(artifacts: readonly Artifact[], directory: string, options: ProvideOptions): Promise<void> {
  const placeOf = (artifact: Artifact): string => join(directory, artifact.unit, fileNameOf(artifact));
  let missing = await without(artifacts, async (artifact) => isIntact(placeOf(artifact), artifact));
  if (options.mavenRepository === null) {
    missing = await without(missing, async (artifact) => takeLocal(artifact, placeOf(artifact)));
    missing = await throughMaven(missing, directory, placeOf, options.progress);
  }
  if (missing.length > 0) await downloadAll(missing, placeOf, options);
}

async function takeLocal(artifact: Artifact, to: string): Promise<boolean> {
  return (
    (await isIntact(join(localRepository, ...repositoryPathOf(artifact).split('/')), artifact)) &&
    takeFrom(localRepository, artifact, to)
  );
}

async function throughMaven(
  artifacts: readonly Artifact[],
  directory: string,
  placeOf: (artifact: Artifact) => string,
  progress: Progress,
): Promise<readonly Artifact[]> {
  if (artifacts.length === 0 || !(await isMavenInstalled())) return artifacts;
  progress.say(
    `Fetching Kafka and the schema registry with Maven, once: ${artifacts.length} files, ${megabytes(sizeOf(artifacts))} MB.`,
  );
  const copies = join(directory, 'maven');
  try {
    await copyWithMaven(artifacts, copies, false);
    return await without(artifacts, async (artifact) => {
      return (await takeFrom(copies, artifact, placeOf(artifact))) && isIntact(placeOf(artifact), artifact);
    });
  } catch (error) {
    progress.say(`Maven could not (${reasonOf(error).split('\n')[0]}); downloading without it.`);
    return artifacts;
  } finally {
    await rm(copies, { recursive: true, force: true });
  }
}

async function downloadAll(
  artifacts: readonly Artifact[],
  placeOf: (artifact: Artifact) => string,
  options: ProvideOptions,
): Promise<void> {
  const { default: url } = await import('mvn-artifact-url');
  const total = sizeOf(artifacts);
  let done = 0;
  const onBytes = (count: number): void => {
    done += count;
    options.progress.transfer('Fetching Kafka and the schema registry', Math.min(done, total), total);
  };
  const queue = [...artifacts].sort((a, b) => b.bytes - a.bytes);
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { group, artifact, version, classifier, extension } = next;
      const coordinates = {
        groupId: group,
        artifactId: artifact,
        version,
        extension,
        ...(classifier === '' ? {} : { classifier }),
      };
      await download(
        await url.default(coordinates, options.mavenRepository ?? undefined),
        next,
        placeOf(next),
        onBytes,
      );
    }
  };
  const stopOthers = (error: unknown): never => {
    queue.length = 0;
    throw error;
  };
  const ends = await Promise.allSettled(Array.from({ length: simultaneousDownloads }, () => work().catch(stopOthers)));
  const failure = ends.find((end) => end.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
}

async function unpack(artifacts: readonly Artifact[], directory: string): Promise<void> {
  const { extract } = await import('tar');
  for (const artifact of artifacts.filter(({ extension }) => extension === 'tar.gz')) {
    const archive = join(directory, artifact.unit, fileNameOf(artifact));
    await extract({ file: archive, cwd: join(directory, artifact.unit) });
    await rm(archive);
  }
}

async function without(
  artifacts: readonly Artifact[],
  isThere: (artifact: Artifact) => Promise<boolean>,
): Promise<readonly Artifact[]> {
  const there = await Promise.all(artifacts.map(isThere));
  return artifacts.filter((_, index) => !there[index]);
}

const sizeOf = (artifacts: readonly Artifact[]): number => artifacts.reduce((sum, { bytes }) => sum + bytes, 0);

const exists = async (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

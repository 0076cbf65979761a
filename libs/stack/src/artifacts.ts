import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One file of Maven Central, pinned by its content. */
export interface Artifact {
  /** What it belongs to: a jar on the broker's class path, or the registry's distribution. */
  unit: 'broker' | 'registry';
  group: string;
  artifact: string;
  version: string;
  /** Empty for the main artifact. */
  classifier: string;
  extension: string;
  bytes: number;
  /** Lower-case hex. */
  sha256: string;
}

export interface ArtifactList {
  artifacts: readonly Artifact[];
  /** Names this exact list: another list is kept beside it in the cache, never mixed with it. */
  digest: string;
}

/** `libs/stack/artifacts.json`, written by `scripts/pin-artifacts.ts`; the same relative place from `src` and from `dist`. */
const listFile = join(import.meta.dirname, '..', 'artifacts.json');

export async function readArtifactList(): Promise<ArtifactList> {
  const text = await readFile(listFile, 'utf8');
  return {
    artifacts: JSON.parse(text) as Artifact[],
    digest: createHash('sha256').update(text).digest('hex').slice(0, 12),
  };
}

export function fileNameOf({ artifact, version, classifier, extension }: Artifact): string {
  return `${artifact}-${version}${classifier === '' ? '' : `-${classifier}`}.${extension}`;
}

/** The path of an artifact below any repository in Maven's layout, with forward slashes. */
export function repositoryPathOf(artifact: Artifact): string {
  return [...artifact.group.split('.'), artifact.artifact, artifact.version, fileNameOf(artifact)].join('/');
}

export function versionOf(list: ArtifactList, name: string): string {
  const found = list.artifacts.find(({ artifact }) => artifact === name);
  if (found === undefined) throw new Error(`artifacts.json does not list ${name}`);
  return found.version;
}

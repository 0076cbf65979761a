/**
 * Writes `artifacts.json`: every file that the broker and the registry need, with its size and checksum, as Maven
 * resolves them today. Run it after changing a version below, read the difference, commit it.
 *
 *     node --conditions=development libs/stack/scripts/pin-artifacts.ts
 */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { type Artifact } from '../src/artifacts.ts';
import { copyWithMaven, type Coordinates } from '../src/maven.ts';

const jar = { classifier: '', extension: 'jar' };
/** The broker, and the binding that lets it log: without one it starts, and fails, in silence. */
const broker: Coordinates[] = [
  { group: 'org.apache.kafka', artifact: 'kafka_2.13', version: '4.3.1', ...jar },
  { group: 'org.apache.logging.log4j', artifact: 'log4j-slf4j-impl', version: '2.25.4', ...jar },
  { group: 'org.apache.logging.log4j', artifact: 'log4j-core', version: '2.25.4', ...jar },
];
const registry: Coordinates[] = [
  {
    group: 'io.apicurio',
    artifact: 'apicurio-registry-app',
    version: '2.6.13.Final',
    classifier: 'all',
    extension: 'tar.gz',
  },
];

const list = [...(await pin('broker', broker, true)), ...(await pin('registry', registry, false))];
await writeFile(
  join(import.meta.dirname, '..', 'artifacts.json'),
  `[\n${list.map((one) => `  ${JSON.stringify(one)}`).join(',\n')}\n]\n`,
);
const bytes = list.reduce((sum, one) => sum + one.bytes, 0);
console.log(`${list.length} artifacts, ${(bytes / 1e6).toFixed(1)} MB`);

async function pin(unit: Artifact['unit'], roots: Coordinates[], transitive: boolean): Promise<Artifact[]> {
  const directory = await mkdtemp(join(tmpdir(), 'weir-pin-'));
  try {
    await copyWithMaven(roots, directory, transitive);
    const files = await readdir(directory, { recursive: true, withFileTypes: true });
    const paths = files
      .filter((file) => file.isFile() && /\.(jar|tar\.gz)$/.test(file.name))
      .map((file) => join(file.parentPath, file.name));
    const artifacts = await Promise.all(paths.map((path) => describe(unit, directory, path)));
    return artifacts.sort((a, b) => (`${a.group}:${a.artifact}` < `${b.group}:${b.artifact}` ? -1 : 1));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function describe(unit: Artifact['unit'], directory: string, path: string): Promise<Artifact> {
  const parts = relative(directory, path).split(sep);
  const [artifact, version, name] = parts.slice(-3) as [string, string, string];
  const rest = name.slice(`${artifact}-${version}`.length);
  const [, classifier = '', extension = ''] = /^(?:-([^.]+))?\.(.+)$/.exec(rest) ?? [];
  const content = await readFile(path);
  const sha256 = createHash('sha256').update(content).digest('hex');
  return {
    unit,
    group: parts.slice(0, -3).join('.'),
    artifact,
    version,
    classifier,
    extension,
    bytes: content.length,
    sha256,
  };
}

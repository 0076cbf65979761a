import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from 'tar';
import { fileNameOf, repositoryPathOf, type Artifact, type ArtifactList } from './artifacts.ts';
import { lineProgress } from './progress.ts';
import { provideFiles, type StackFiles } from './provide-files.ts';

type Answer = (response: ServerResponse, content: Buffer) => void;
const whole: Answer = (response, content) => void response.end(content);

let directory: string;
let server: Server;
let contents: Map<string, Buffer>;
let list: ArtifactList;
let requests: string[];
/** How the next requests for a path are answered; whole when nothing is said. */
let answers: Map<string, Answer[]>;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'weir-files-'));
  contents = new Map();
  requests = [];
  answers = new Map();
  list = {
    digest: 'abc',
    artifacts: [
      pin('broker', 'one', 'jar', Buffer.alloc(200_000, 1)),
      pin('broker', 'two', 'jar', Buffer.from('two')),
      pin('registry', 'app', 'tar.gz', await archive()),
    ],
  };
  server = createServer((request, response) => {
    const path = request.url!.slice(1);
    const content = contents.get(path);
    requests.push(path.split('/').at(-1)!);
    if (content === undefined) return void response.writeHead(404).end();
    (answers.get(path)?.shift() ?? whole)(response, content);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(directory, { recursive: true });
});

function pin(unit: Artifact['unit'], artifact: string, extension: string, content: Buffer): Artifact {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const pinned = {
    unit,
    group: 'org.example',
    artifact,
    version: '1.0',
    classifier: '',
    extension,
    bytes: content.length,
    sha256,
  };
  contents.set(repositoryPathOf(pinned), content);
  return pinned;
}

async function archive(): Promise<Buffer> {
  await writeFile(join(directory, 'app-runner.jar'), 'runner');
  await create({ gzip: true, cwd: directory, file: join(directory, 'app.tar.gz') }, ['app-runner.jar']);
  return readFile(join(directory, 'app.tar.gz'));
}

const provide = (lines: string[] = []): Promise<StackFiles> => {
  const { port } = server.address() as AddressInfo;
  return provideFiles(list, {
    cacheDir: join(directory, 'cache'),
    mavenRepository: `http://127.0.0.1:${port}/`,
    progress: lineProgress((line) => lines.push(line)),
  });
};

const answer = (index: number, ...next: Answer[]): void =>
  void answers.set(repositoryPathOf(list.artifacts[index]!), next);

test('files are fetched once, verified, unpacked, and told of', async () => {
  const lines: string[] = [];
  const files = await provide(lines);
  expect((await readdir(files.brokerJars)).sort()).toEqual(['one-1.0.jar', 'two-1.0.jar']);
  expect(await readdir(files.registryHome)).toEqual(['app-runner.jar']);
  expect(lines.at(-1)).toMatch(/100 %$/);
  requests = [];
  expect(await provide()).toEqual(files);
  expect(requests).toEqual([]);
});

test('two that need them at once fetch them once', async () => {
  await Promise.all([provide(), provide()]);
  expect(requests.sort()).toEqual(['app-1.0.tar.gz', 'one-1.0.jar', 'two-1.0.jar']);
});

test('a server that stumbles is asked again', async () => {
  answer(
    0,
    (response) => response.writeHead(503).end(),
    (response, content) => {
      response
        .writeHead(200, { 'content-length': content.length })
        .write(content.subarray(0, 1000), () => response.destroy());
    },
  );
  const { brokerJars } = await provide();
  expect(await readFile(join(brokerJars, 'one-1.0.jar'))).toEqual(contents.get(repositoryPathOf(list.artifacts[0]!)));
  expect(requests.filter((name) => name === 'one-1.0.jar')).toHaveLength(3);
});

test('what is not the pinned file is refused and not kept; the rest is kept for the next time', async () => {
  answer(0, (response, content) => response.end(Buffer.alloc(content.length, 2)));
  await expect(provide()).rejects.toMatchObject({
    code: 'WEIR_ARTIFACT_CORRUPT',
    message: expect.stringContaining('one-1.0.jar'),
  });
  await waitFor(async () => (await kept()).includes('two-1.0.jar'));
  expect(await kept()).not.toContain('one-1.0.jar');
  requests = [];
  await provide();
  expect(requests).toContain('one-1.0.jar');
  expect(requests).not.toContain('two-1.0.jar');
});

test('a file that is not there is not asked for again, and the message says what to do', async () => {
  contents.delete(repositoryPathOf(list.artifacts[1]!));
  await expect(provide()).rejects.toMatchObject({
    code: 'WEIR_ARTIFACT_UNREACHABLE',
    message: expect.stringMatching(/HTTP 404.*MAVEN_REPOSITORY.*run the same command again/),
  });
  expect(requests.filter((name) => name === 'two-1.0.jar')).toHaveLength(1);
});

test('names are those of a Maven repository', () => {
  const artifact: Artifact = {
    ...list.artifacts[0]!,
    group: 'io.apicurio',
    artifact: 'app',
    version: '2.6.13.Final',
    classifier: 'all',
    extension: 'tar.gz',
  };
  expect(fileNameOf(artifact)).toBe('app-2.6.13.Final-all.tar.gz');
  expect(repositoryPathOf(artifact)).toBe('io/apicurio/app/2.6.13.Final/app-2.6.13.Final-all.tar.gz');
});

const kept = (): Promise<string[]> => readdir(join(directory, 'cache', 'stack', 'abc.partial', 'broker'));

async function waitFor(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve));
}

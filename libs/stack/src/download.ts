import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { fileNameOf, type Artifact } from './artifacts.ts';
import { reasonOf, StackError } from './stack-error.ts';

/** A server that says nothing for this long is given up on, and asked again. */
const silenceMs = 30_000;
const pausesMs = [250, 1_000, 4_000];

/** Whether a file holds exactly the pinned bytes. */
export async function isIntact(file: string, { bytes, sha256 }: Artifact): Promise<boolean> {
  const size = await stat(file).then(
    (stats) => stats.size,
    () => -1,
  );
  if (size !== bytes) return false;
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex') === sha256;
}

/**
 * Fetches one pinned file. It appears under its name only when it is whole and its checksum right, so an interrupted
 * download leaves nothing that a later one could take for good.
 *
 * @param onBytes bytes received, negative when an attempt is thrown away.
 * @throws StackError WEIR_ARTIFACT_UNREACHABLE after four attempts, at once when the server says it has no such file;
 *   WEIR_ARTIFACT_CORRUPT when what came is not what was pinned.
 */
export async function download(
  url: string,
  artifact: Artifact,
  to: string,
  onBytes: (count: number) => void,
): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    let received = 0;
    const count = (bytes: number): void => {
      received += bytes;
      onBytes(bytes);
    };
    try {
      await fetchOnce(url, artifact, to, count);
      return;
    } catch (error) {
      onBytes(-received);
      const pause = pausesMs[attempt];
      if (error instanceof StackError || pause === undefined)
        throw error instanceof StackError ? error : unreachable(url, error);
      await delay(pause);
    }
  }
}

async function fetchOnce(url: string, artifact: Artifact, to: string, onBytes: (count: number) => void): Promise<void> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(new Error(`no answer for ${silenceMs / 1000} s`)), silenceMs);
  const partial = `${to}.part`;
  try {
    const response = await fetch(url, { signal: silence.signal });
    if (response.status >= 400 && response.status < 500 && response.status !== 408 && response.status !== 429) {
      throw unreachable(url, new Error(`HTTP ${response.status}`));
    }
    if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
    const hash = createHash('sha256');
    let bytes = 0;
    const measure = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      for await (const chunk of chunks) {
        timer.refresh();
        hash.update(chunk);
        bytes += chunk.length;
        onBytes(chunk.length);
        yield chunk;
      }
    };
    await pipeline(response.body, measure, createWriteStream(partial));
    const sha256 = hash.digest('hex');
    if (bytes < artifact.bytes) throw new Error(`the transfer ended after ${bytes} of ${artifact.bytes} bytes`);
    if (sha256 !== artifact.sha256) throw corrupt(artifact, bytes, sha256, url);
    await rename(partial, to);
  } finally {
    clearTimeout(timer);
    await rm(partial, { force: true });
  }
}

function corrupt(artifact: Artifact, bytes: number, sha256: string, url: string): StackError {
  return new StackError(
    'WEIR_ARTIFACT_CORRUPT',
    `${fileNameOf(artifact)} from ${new URL(url).host} is not the file that was pinned: ${bytes} bytes with SHA-256 ${sha256} ` +
      `instead of ${artifact.bytes} with ${artifact.sha256}. Nothing of it was kept; check the mirror or proxy, then run the same command again.`,
  );
}

function unreachable(url: string, error: unknown): StackError {
  return new StackError(
    'WEIR_ARTIFACT_UNREACHABLE',
    `Kafka and the schema registry have to be fetched once, and ${new URL(url).host} does not give ${new URL(url).pathname.split('/').at(-1)} ` +
      `(${reasonOf(error)}). Connect to the network, or set MAVEN_REPOSITORY to a mirror (behind a proxy: HTTPS_PROXY and NODE_USE_ENV_PROXY=1), ` +
      'then run the same command again: what has arrived is kept.',
    { cause: error },
  );
}

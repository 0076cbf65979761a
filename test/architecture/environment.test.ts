import { expect, test } from '@jest/globals';
import { files, read, sources, texts } from './tree.ts';

test('only config.ts and programs read the environment', () => {
  const ours = sources.filter(
    (file) => /^(?:libs|services|deploy)\/[^/]+\/src\//.test(file) && !/\.test\.ts$/.test(file),
  );
  const allowed = /(?:^|\/)(?:config|main|.+-main)\.ts$/;
  expect(ours.length).toBeGreaterThan(0);
  expect(ours.filter((file) => !allowed.test(file) && /\bprocess\.env\b/.test(read(file)))).toEqual([]);
});

/** In parts, so that this file does not name them either. */
const registryHosts = [
  'registry.npmjs',
  'registry.yarnpkg',
  'npmjs.org',
  'unpkg',
  'repo1.maven',
  'repo.maven.apache',
  'pypi.org',
  'deb.debian',
  'archive.ubuntu',
];
const hosts = new RegExp(
  registryHosts
    .map((host) => host.replaceAll('.', String.raw`\.`))
    .join('|')
    .replace('unpkg', String.raw`unpkg\.com`),
);

test('no file names the host of a package registry: clients know where theirs are', () => {
  const here = 'test/architecture/environment.test.ts';
  expect(texts.filter((file) => file !== here && hosts.test(read(file)))).toEqual([]);
});

test('no file holds a path of somebody’s machine', () => {
  const home = new RegExp(['(?:^|[\\s"\'`(=:])/(?:ho', 'me|Us', 'ers|ro', 'ot|wo', 'rk)/[\\w.-]+'].join(''), 'm');
  const ofImages = 'deploy/images/Dockerfile';
  expect(texts.filter((file) => file !== ofImages && home.test(read(file)))).toEqual([]);
});

test('nothing that is built, cached or secret is among the files', () => {
  expect(files.filter((file) => /\.(?:tsbuildinfo|log|pem|key|env)$|(?:^|\/)\.env/.test(file))).toEqual([]);
});

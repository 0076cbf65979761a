import { expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { files, read, root } from './tree.ts';

interface Service {
  build?: { context: string; dockerfile: string; args: { SERVICE: string } };
  image?: string;
  command?: string[];
  environment?: Record<string, string | number>;
  depends_on?: Record<string, { condition: string }>;
  ports?: string[];
  volumes?: string[];
  healthcheck?: { disable?: boolean; test?: string[] };
}

const compose = parse(read('docker-compose.yml'), { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, null>;
};
const all = Object.entries(compose.services);
const ours = all.flatMap(([name, service]) =>
  service.build === undefined
    ? []
    : [{ name, ...service, folder: service.build.args.SERVICE, file: service.build.dockerfile }],
);

/** Set for every service by the image. */
const setByImage = [...read('deploy/images/Dockerfile').matchAll(/^(?:ENV)?\s+([A-Z_]+)=/gm)].map(([, name]) => name!);

/** Every name of a setting in what the service's configuration is made of. */
const sharedSettings = ['libs/service/src/read-config.ts', 'libs/sink/src/sink-settings.ts'];
function settingsOf(folder: string): Set<string> {
  const own = files.filter((file) => file.startsWith(`${folder}/src/`) && /config\.ts$/.test(file));
  const names = [...own, ...sharedSettings].flatMap(
    (file) => read(file).match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g) ?? [],
  );
  return new Set([...names, 'CLOCK']);
}

test('every service of ours is built from its folder, and runs a program that is there', () => {
  expect(ours.length).toBeGreaterThanOrEqual(6);
  for (const { name, folder, file, command } of ours) {
    const program = (command?.[1] ?? 'dist/main.js').replace(/^dist/, 'src').replace(/js$/, 'ts');
    expect({ name, isThere: existsSync(join(root, folder, program)) }).toEqual({ name, isThere: true });
    expect(existsSync(join(root, file))).toBe(true);
    if (folder.startsWith('services/')) expect(basename(folder)).toBe(name);
  }
});

test('every service in services/ is in the composition', () => {
  const folders = new Set(files.flatMap((file) => /^(services\/[^/]+)\/src\/main\.ts$/.exec(file)?.[1] ?? []));
  expect([...folders].filter((folder) => !ours.some((service) => service.folder === folder))).toEqual([]);
});

test('every setting that is passed is one that the service reads', () => {
  for (const { name, folder, environment = {} } of ours) {
    const known = settingsOf(folder);
    const unknown = Object.keys(environment).filter((setting) => !known.has(setting));
    expect({ name, unknown }).toEqual({ name, unknown: [] });
  }
});

test('every service has its connections, its state in a volume of its own, and is asked whether it lives', () => {
  for (const { name, environment = {}, volumes = [], healthcheck } of ours.filter(({ folder }) =>
    folder.startsWith('services/'),
  )) {
    expect({ name, settings: { ...environment } }).toMatchObject({
      name,
      settings: {
        KAFKA_BROKERS: 'kafka:9092',
        SCHEMA_REGISTRY_URL: expect.stringMatching(/^http:\/\/registry:8080\//),
      },
    });
    expect({ name, state: volumes.filter((volume) => volume.endsWith(':/var/lib/weir')) }).toEqual({
      name,
      state: [expect.any(String)],
    });
    expect(healthcheck).toBeUndefined();
  }
  expect(setByImage).toEqual(expect.arrayContaining(['HTTP_HOST', 'HTTP_PORT', 'STATE_DIR']));
  expect(read('deploy/images/Dockerfile')).toMatch(/^HEALTHCHECK /m);
});

test('what is named is defined, and what is published is published to this machine only', () => {
  for (const [name, { volumes = [], depends_on: dependencies = {}, ports = [] }] of all) {
    const undefinedVolumes = volumes
      .map((volume) => volume.split(':')[0]!)
      .filter((volume) => !(volume in compose.volumes));
    const undefinedServices = Object.keys(dependencies).filter((service) => !(service in compose.services));
    const withoutCheck = Object.entries(dependencies).filter(
      ([service, { condition }]) =>
        condition === 'service_healthy' && compose.services[service]?.healthcheck?.test === undefined,
    );
    const open = ports.filter((port) => !port.startsWith('127.0.0.1:'));
    expect({ name, undefinedVolumes, undefinedServices, withoutCheck, open }).toEqual({
      name,
      undefinedVolumes: [],
      undefinedServices: [],
      withoutCheck: [],
      open: [],
    });
  }
});

test('images are pinned, ours run without privileges on the Node that the project is pinned to', () => {
  expect(all.flatMap(([, { image }]) => (image === undefined || /:\d[\w.-]*$/.test(image) ? [] : [image]))).toEqual([]);
  const dockerfile = read('deploy/images/Dockerfile');
  const pinned = (JSON.parse(read('package.json')) as { devDependencies: { node: string } }).devDependencies.node;
  const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base!);
  expect(bases).toEqual(Array(2).fill(`node:${pinned.split('.')[0]}-slim`));
  expect(dockerfile.lastIndexOf('USER node')).toBeGreaterThan(dockerfile.lastIndexOf('FROM '));
  expect(compose.services['kafka']?.image).toBe(`apache/kafka:${versionOf('kafka_2.13')}`);
  expect(compose.services['registry']?.image).toBe(
    `apicurio/apicurio-registry-sql:${versionOf('apicurio-registry-app')}`,
  );
});

/** The version that runs without Docker. */
function versionOf(name: string): string | undefined {
  const pinned = JSON.parse(read('libs/stack/artifacts.json')) as { artifact: string; version: string }[];
  return pinned.find(({ artifact }) => artifact === name)?.version;
}

/**
 * Writes src/generated/ from schemas/*.avsc: `npm run generate`. With --check it only compares, and exits with 1 when they differ.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generateSources, readSchemas } from './generate-sources.ts';

const schemasFolder = fileURLToPath(new URL('../../../schemas/', import.meta.url));
const targetFolder = new URL('../src/generated/', import.meta.url);

const checkOnly = process.argv.includes('--check');
let stale = 0;
for (const [file, source] of Object.entries(await generateSources(readSchemas(schemasFolder)))) {
  const target = new URL(file, targetFolder);
  if (checkOnly) stale += readFileSync(target, 'utf8') === source ? 0 : 1;
  else writeFileSync(target, source);
}
if (stale > 0) {
  console.error('libs/codec/src/generated is older than schemas/*.avsc: run `npm run generate` and commit the result.');
  process.exitCode = 1;
}

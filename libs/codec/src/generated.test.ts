import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generateSources, readSchemas } from '../scripts/generate-sources.ts';

const folder = fileURLToPath(new URL('../../../schemas/', import.meta.url));

test('the generated types are those of the schemas: run `npm run generate` when this fails', async () => {
  for (const [file, source] of Object.entries(await generateSources(readSchemas(folder)))) {
    expect(readFileSync(new URL(`generated/${file}`, import.meta.url), 'utf8')).toBe(source);
  }
});

test('every record and field of the schemas says what it is', () => {
  for (const [topic, schema] of readSchemas(folder)) expect([topic, ...undocumented(schema)]).toEqual([topic]);
});

test('one name has one meaning in all schemas', async () => {
  const record = (type: string) => ({
    type: 'record',
    name: 'Same',
    doc: 'One.',
    fields: [{ name: 'a', type, doc: 'A.' }],
  });
  await expect(
    generateSources(
      new Map([
        ['ones', record('string')],
        ['others', record('long')],
      ]),
    ),
  ).rejects.toThrow(/Same differs/);
});

/** The names of what has no doc. */
function undocumented(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(undocumented);
  if (typeof schema !== 'object' || schema === null) return [];
  const { name, doc, ...rest } = schema as Record<string, unknown>;
  const own =
    typeof name === 'string' && (typeof doc !== 'string' || !doc.endsWith('.')) && !String(doc).startsWith('utm_')
      ? [name]
      : [];
  return [...own, ...Object.values(rest).flatMap(undocumented)];
}

import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { mutants } from './mutants.ts';

test.each(mutants.map((mutant) => [mutant.name, mutant] as const))(
  '%s can be planted',
  (_name, { file, text, fault }) => {
    const source = readFileSync(new URL(`../../libs/engine/src/${file}`, import.meta.url), 'utf8');
    expect(source.split(text)).toHaveLength(2);
    expect(fault).not.toBe(text);
  },
);

test('no two have the same name', () => {
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
});

import { expect, test } from '@jest/globals';
import { read, sources, stemOf } from './tree.ts';

/** A name like these says that its file has no one reason to exist. */
const banned = /^(?:.+-)?(?:utils?|common|helpers?|misc|manager|impl|base)$|^types?$/;
const kebabCase = /^\.?[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*$/;
const mostLines = 400;

test('every source file and folder is in kebab-case', () => {
  expect(sources.filter((file) => !file.split('/').every((part) => kebabCase.test(part)))).toEqual([]);
});

test('no source file has a name that could hold anything', () => {
  expect(sources.filter((file) => banned.test(stemOf(file)))).toEqual([]);
});

test(`no source file has more than ${mostLines} lines`, () => {
  expect(sources.filter((file) => read(file).split('\n').length > mostLines + 1)).toEqual([]);
});

test('a test is named for what it tests and lies in a folder that Jest looks into', () => {
  const tests = sources.filter((file) => /\.test\.ts$/.test(file));
  expect(tests.length).toBeGreaterThan(0);
  expect(
    tests.filter(
      (file) =>
        !/^(?:(?:libs|services|deploy)\/[^/]+\/src|test\/(?:architecture|oracle|mutations|integration|e2e|chaos))\//.test(
          file,
        ),
    ),
  ).toEqual([]);
});

test('no test is left out or left alone', () => {
  const leftOut = /\b(?:test|it|describe)\.(?:skip|only|todo)\b|\b(?:xit|xtest|fit|xdescribe|fdescribe)\(/;
  expect(sources.filter((file) => /\.test\.ts$/.test(file) && leftOut.test(read(file)))).toEqual([]);
});

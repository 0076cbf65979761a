import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { defaultStatusGroups } from '@weir/engine';
import { checkDirectory } from './check-directory.ts';
import { formatFileProblem } from './definition-document.ts';

const account = { timeZone: 'UTC', currency: 'EUR', statusGroups: defaultStatusGroups };

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'weir-check-directory-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function problemsOf(files: Readonly<Record<string, string>>, settings = account): Promise<string[]> {
  for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content);
  const checked = await checkDirectory(directory, settings);
  return checked.ok ? [] : checked.problems.map(formatFileProblem);
}

const segment = (id: string, when: string) => `id: ${id}\nname: ${id}\nwhen: ${when}\n`;

test('tells form, unknown references and circles in all files at once, by place', async () => {
  const problems = await problemsOf({
    'a.yaml': segment('a', '{orders: {cuont: {gte: 1}}}'),
    'b.yaml': [segment('b', '{segment: c}'), segment('c', '{segment: b}'), segment('d', '{segment: nope}')].join(
      '---\n',
    ),
    'c.yaml': 'automation: x\nname: X\non: {segment: nobody, entered: true}\nsteps: [{sms: {template: gone}}]\n',
  });
  expect(problems).toEqual([
    expect.stringMatching(/^a\.yaml:3: when\.orders\.cuont: .*count/),
    expect.stringMatching(/^b\.yaml:\d+: when.*: segments refer to each other in a circle: /),
    expect.stringMatching(/^b\.yaml:11: when.*: there is no segment nope/),
    expect.stringMatching(/^c\.yaml:3: on\.segment: .*nobody/),
    expect.stringMatching(/^c\.yaml:4: steps\[0\]\.sms\.template: .*gone/),
  ]);
});

test('what is there but cannot be read is not unknown', async () => {
  const problems = await problemsOf({
    'form.yaml': segment('form', '{ordres: {}}'),
    'syntax.yaml': `${segment('syntax', '{orders: {exists: true}}')}what: [\n`,
    'syntax.json': '{\n  "id": "json",\n  "name": }',
    'users.yaml': [
      segment('u', '{all: [{segment: form}, {segment: syntax}, {segment: json}]}'),
      'automation: x\nname: X\non: {segment: form, entered: true}\nsteps: [{sms: {template: hello}}, {promoCode: ten}]\n',
    ].join('---\n'),
    'hello.yaml': 'template: hello\nchannel: sms\n',
    'ten.yaml': 'promotion: ten\npercent: 1000\nvalidFor: P14D\n',
  });
  expect(new Set(problems.map((line) => line.split(':')[0]))).toEqual(
    new Set(['form.yaml', 'syntax.yaml', 'syntax.json', 'hello.yaml', 'ten.yaml']),
  );
});

test('what a segment refers to is looked for whatever else is wrong with it', async () => {
  const when =
    '{all: [{any: [{segment: nowhere}]}, {inSegmentFor: {id: b, atLeast: P1D}}, {ordres: {}}, {not: {notSegment: gone}}]}';
  const problems = await problemsOf({ 'a.yaml': segment('a', when), 'b.yaml': segment('b', '{orders: {exists: 1}}') });
  expect(problems.filter((line) => line.includes('there is no segment'))).toEqual([
    expect.stringMatching(/^a\.yaml:\d+: when\.all\[0\]\.any\[0\]\.segment: there is no segment nowhere$/),
    expect.stringMatching(/^a\.yaml:\d+: when\.all\[3\]\.not\.notSegment: there is no segment gone$/),
  ]);
});

test('a JSON file that is none makes one line', async () => {
  const [problem] = await problemsOf({ 'a.json': '{"id": "a"\n"name": "A"}' });
  expect(problem).toMatch(/^a\.json: is not JSON: [^\n]*$/);
});

test('what concerns no file names none', async () => {
  const files = { 'a.yaml': segment('a', '{orders: {exists: true}}') };
  expect(await problemsOf(files, { ...account, timeZone: 'Mars/Olympus' })).toEqual([
    "timeZone: the account's Mars/Olympus is not an IANA time zone",
  ]);
});

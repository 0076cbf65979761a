import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { formatFileProblem } from './definition-document.ts';
import { readDefinitionFiles } from './read-definition-files.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'weir-definitions-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function readFiles(files: Readonly<Record<string, string | Buffer>>) {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(directory, name)), { recursive: true });
    await writeFile(join(directory, name), content);
  }
  const { documents, problems } = await readDefinitionFiles(directory);
  return {
    documents: documents.map(({ kind, id, file, line }) => `${kind}/${id} ${file}:${line}`),
    problems: problems.map(formatFileProblem),
  };
}

const segment = (id: string) => `id: ${id}\nname: A segment\nwhen: {orders: {exists: true}}\n`;

describe('what is read', () => {
  test('YAML and JSON, several to a file, in subdirectories, in an order of its own', async () => {
    const { documents, problems } = await readFiles({
      'z.yml': segment('z'),
      'b/deep/two.yaml': `# two segments\n${segment('one')}---\n${segment('two')}---\n`,
      'a.json': '{"id": "json", "name": "J", "when": {"orders": {"exists": true}}}',
      'README.md': 'not a definition',
      '.hidden.yaml': 'nonsense: [',
      '.git/x.yaml': 'nonsense: [',
    });
    expect(problems).toEqual([]);
    expect(documents).toEqual([
      'segment/json a.json:1',
      'segment/one b/deep/two.yaml:2',
      'segment/two b/deep/two.yaml:6',
      'segment/z z.yml:1',
    ]);
  });

  test('automations, templates and promotions by the key that names them', async () => {
    const { documents } = await readFiles({
      'promotion.yaml': 'promotion: ten-off\npercent: 10\nvalidFor: P14D\n',
      'sms.yaml': 'template: hello\nchannel: sms\ntext: Hello\n',
    });
    expect(documents.map((line) => line.split(' ')[0])).toEqual(['promotion/ten-off', 'template/hello']);
  });

  test('files behind links, as a mounted ConfigMap has them', async () => {
    await mkdir(join(directory, '..data'));
    await writeFile(join(directory, '..data/tea.yaml'), segment('tea'));
    await symlink('..data/tea.yaml', join(directory, 'tea.yaml'));
    expect((await readFiles({})).documents).toEqual(['segment/tea tea.yaml:1']);
  });

  test('a file that begins with a byte order mark', async () => {
    expect(
      await readFiles({
        'a.yaml': `\uFEFF${segment('a')}`,
        'b.json': '\uFEFF{"id":"b","name":"B","when":{"orders":{"exists":true}}}',
      }),
    ).toEqual({
      documents: ['segment/a a.yaml:1', 'segment/b b.json:1'],
      problems: [],
    });
  });
});

describe('what is wrong', () => {
  test('everything at once, each with file, line and path; the good ones are still read', async () => {
    const { documents, problems } = await readFiles({
      'a.yaml': `${segment('good')}---\nid: bad\nname: Bad\nwhen:\n  all:\n    - orders:\n        last: {moreThanAgo: P3Q}\n`,
      'b.yaml': 'name: nobody\nwhen: {}\n',
      'c.yaml': 'automation: x\ntemplate: y\n',
      'd.yaml': '- a list\n',
      'e.yaml': '# nothing but a comment\n',
      'f.json': '{"id": "json", // a comment\n}',
      'g.yaml': 'id: x\nid: y\n',
      'h.yaml': Buffer.from([0x69, 0x64, 0x3a, 0x20, 0xff]),
    });
    expect(documents).toEqual(['segment/good a.yaml:1']);
    expect(problems.map((line) => line.slice(0, line.indexOf(' ')))).toEqual([
      'a.yaml:10:',
      'b.yaml:1:',
      'c.yaml:1:',
      'd.yaml:1:',
      'e.yaml:',
      'f.json:',
      'g.yaml:2:',
      'h.yaml:',
    ]);
    expect(problems[0]).toContain('when.all[0].orders.last');
    expect(problems[0]).toContain('P3Q');
    expect(problems[1]).toContain('does not say what it is');
    expect(problems[2]).toBe('c.yaml:1: is automation and template at once: keep one of these keys');
    expect(problems[3]).toBe('d.yaml:1: must be a mapping of names to values, not a list');
    expect(problems[4]).toBe('e.yaml: holds no definition: write one or remove the file');
    expect(problems[5]).toContain('is not JSON');
    expect(problems[7]).toBe('h.yaml: is not UTF-8 text');
  });

  test('the same id twice, but not for two kinds', async () => {
    const { documents, problems } = await readFiles({
      'a.yaml': segment('same'),
      'b.yaml': `# later\n${segment('same')}`,
      'c.yaml': 'template: same\nchannel: sms\ntext: Hello\n',
    });
    expect(documents).toEqual(['segment/same a.yaml:1', 'template/same c.yaml:1']);
    expect(problems).toEqual(['b.yaml:2: id: segment same is already defined in a.yaml:1']);
  });

  test('a file that is too large is not even parsed', async () => {
    const { problems } = await readFiles({ 'a.yaml': `# ${'x'.repeat(1024 * 1024)}` });
    expect(problems).toEqual(['a.yaml: is larger than 1048576 bytes: split it']);
  });

  test('a link to nowhere, and a directory with a name like a file', async () => {
    await symlink('absent', join(directory, 'a.yaml'));
    await mkdir(join(directory, 'target'));
    await symlink('target', join(directory, 'b.yaml'));
    const { problems } = await readFiles({});
    expect(problems).toEqual([
      expect.stringMatching(/^a\.yaml: cannot be read: ENOENT/),
      'b.yaml: is not a regular file',
    ]);
  });

  test('a directory without definitions', async () => {
    expect((await readFiles({})).problems).toEqual([`${directory}: holds no *.yaml, *.yml or *.json file`]);
  });

  test('a directory that is not there', async () => {
    const { documents, problems } = await readDefinitionFiles(join(directory, 'absent'));
    expect(documents).toEqual([]);
    expect(problems).toEqual([
      {
        file: join(directory, 'absent'),
        line: null,
        path: '',
        reason: 'is not there: name the directory that holds the definitions',
      },
    ]);
  });
});

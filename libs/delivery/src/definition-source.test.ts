import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { noon } from './builders.ts';
import { DefinitionSource } from './definition-source.ts';
import { createMemoryCodec } from '@weir/codec/testing';

const letter = {
  automation: 'letter',
  name: 'Letter',
  on: { segment: 'tea', entered: true },
  steps: [{ email: { template: 'letter' } }],
};
const template = { template: 'letter', channel: 'email', subject: 'Tea', html: 'Tea' };

const codec = createMemoryCodec();
beforeAll(async () => {
  await codec.prepare(['definitions']);
});

describe('DefinitionSource', () => {
  let entries: Map<string, Buffer>;
  let revision: number;
  let problems: string[];
  let source: DefinitionSource;

  beforeEach(() => {
    entries = new Map();
    revision = 0;
    problems = [];
    source = new DefinitionSource({
      table: { entries: () => entries, revision: () => revision },
      codec,
      onProblem: (definition, { path, reason }) => problems.push(`${definition} ${path}: ${reason}`),
    });
  });

  function publish(kind: 'AUTOMATION' | 'TEMPLATE', id: string, document: unknown, enabled = true): void {
    const text = typeof document === 'string' ? document : JSON.stringify(document);
    const record = { kind, id, version: 1, document: text, updatedAt: noon, enabled };
    entries.set(`${kind.toLowerCase()}/${id}`, codec.encode('definitions', record));
    revision += 1;
  }

  const names = () =>
    source
      .current()
      .automationsOn('tea', 'entered')
      .map(({ name }) => name);

  test('reads what is published, by segment and change', async () => {
    publish('AUTOMATION', 'letter', letter);
    publish('TEMPLATE', 'letter', template);
    await source.refresh();
    expect(names()).toEqual(['Letter']);
    expect(source.current().automationsOn('tea', 'left')).toEqual([]);
    expect(source.current().template('letter')?.channel).toBe('email');
    expect(problems).toEqual([]);
  });

  test('keeps the version before in force when the new one cannot be read', async () => {
    publish('TEMPLATE', 'letter', template);
    publish('AUTOMATION', 'letter', letter);
    await source.refresh();
    publish('AUTOMATION', 'letter', { ...letter, name: 'New', steps: [] });
    await source.refresh();
    expect(names()).toEqual(['Letter']);
    expect(problems).toEqual(['automation/letter steps: must hold at least one step']);
    publish('AUTOMATION', 'letter', '{ not json');
    await source.refresh();
    expect(names()).toEqual(['Letter']);
  });

  test('leaves out what is switched off or removed', async () => {
    publish('TEMPLATE', 'letter', template);
    publish('AUTOMATION', 'letter', letter);
    await source.refresh();
    publish('AUTOMATION', 'letter', letter, false);
    await source.refresh();
    expect(names()).toEqual([]);
    publish('AUTOMATION', 'letter', { ...letter, steps: [] });
    await source.refresh();
    expect(names()).toEqual([]);
    publish('AUTOMATION', 'letter', letter);
    await source.refresh();
    expect(names()).toEqual(['Letter']);
    entries.delete('automation/letter');
    revision += 1;
    await source.refresh();
    expect(names()).toEqual([]);
  });

  test('passes over a record that is not a definition, and says so', async () => {
    entries.set('automation/letter', Buffer.from('no avro'));
    revision += 1;
    await source.refresh();
    expect(names()).toEqual([]);
    expect(problems).toHaveLength(1);
  });

  test('reports an automation whose template is not there, with the one it was meant to be', async () => {
    publish('AUTOMATION', 'letter', { ...letter, steps: [{ email: { template: 'leter' } }] });
    publish('TEMPLATE', 'letter', template);
    await source.refresh();
    expect(problems).toEqual([
      'automation/letter steps[0].email.template: unknown email template "leter"; did you mean "letter"?',
    ]);
  });

  test('reads anew by itself after a change', async () => {
    publish('AUTOMATION', 'letter', letter);
    expect(names()).toEqual([]);
    await source.refresh();
    expect(names()).toEqual(['Letter']);
  });
});

import { describe, expect, test } from '@jest/globals';
import { defaultStatusGroups } from '@weir/engine';
import { checkDefinitions } from './check-definitions.ts';
import { type DefinitionDocument, type DefinitionKind, formatFileProblem } from './definition-document.ts';

const account = { timeZone: 'UTC', currency: 'EUR', statusGroups: defaultStatusGroups };

function document(kind: DefinitionKind, id: string, content: Readonly<Record<string, unknown>>): DefinitionDocument {
  return { kind, id, file: `${id}.yaml`, line: 1, document: content, lineOf: (path) => path.length };
}

const segment = (id: string, when: unknown, more = {}) => document('segment', id, { id, name: id, when, ...more });
const template = (id: string) => document('template', id, { template: id, channel: 'sms', text: 'Hello' });
const automation = (id: string, segmentId: string, templateId: string) =>
  document('automation', id, {
    ...{ automation: id, name: id, on: { segment: segmentId, entered: true } },
    steps: [{ sms: { template: templateId } }],
  });
const problemsOf = (...documents: DefinitionDocument[]) => {
  const checked = checkDefinitions(documents, account);
  return checked.ok ? [] : checked.problems.map(formatFileProblem);
};

describe('checkDefinitions', () => {
  test('compiles the segments in an order that does not depend on the files', () => {
    const documents = [
      segment('b', { orders: { exists: true } }),
      segment('a', { segment: 'c' }),
      segment('c', { segment: 'b' }),
    ];
    const orders = [documents, [...documents].reverse()].map((given) => {
      const checked = checkDefinitions(given, account);
      return checked.ok && checked.catalog.segments.map(({ id }) => id);
    });
    expect(orders).toEqual([
      ['b', 'c', 'a'],
      ['b', 'c', 'a'],
    ]);
  });

  test('counts versions as the topic does, whatever the document says', () => {
    const checked = checkDefinitions([segment('a', { orders: { exists: true } }, { version: 7 })], account);
    expect(checked.ok && checked.catalog.segments[0]?.version).toBe(1);
  });

  test('names the file of a segment that refers to nothing', () => {
    expect(problemsOf(segment('a', { segment: 'absent' }))).toEqual([
      expect.stringMatching(/^a\.yaml:\d+: when\S*: there is no segment absent/),
    ]);
  });

  test('names what an automation refers to and is not there', () => {
    const buyers = segment('buyers', { orders: { exists: true } });
    expect(problemsOf(buyers, template('hello'), automation('greet', 'buyers', 'hello'))).toEqual([]);
    const problems = problemsOf(buyers, template('hello'), automation('greet', 'byers', 'helo'));
    expect(problems).toEqual([
      expect.stringMatching(/^greet\.yaml:10: on\.segment: /),
      expect.stringMatching(/^greet\.yaml:\d+: steps\[0\]\.sms\.template: /),
    ]);
  });

  test('tells the problems of segments and automations together', () => {
    expect(problemsOf(segment('a', { segment: 'absent' }), automation('greet', 'nobody', 'hello'))).toHaveLength(3);
  });
});

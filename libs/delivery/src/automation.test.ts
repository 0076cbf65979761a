import { describe, expect, test } from '@jest/globals';
import { parseAutomation } from './automation.ts';

const teaLetter = {
  automation: 'tea-letter',
  name: 'Tea letter',
  on: { segment: 'tea-three-months', entered: true },
  steps: [{ promoCode: 'tea-5' }, { email: { template: 'tea-letter' } }, { task: { text: 'Call', dueIn: 'P2D' } }],
};

function problemsOf(document: unknown): Record<string, string> {
  const parsed = parseAutomation(document);
  return parsed.ok ? {} : Object.fromEntries(parsed.problems.map(({ path, reason }) => [path, reason]));
}

describe('parseAutomation', () => {
  test('reads a document and fills in what may be left out', () => {
    const parsed = parseAutomation(teaLetter);
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        id: 'tea-letter',
        segmentId: 'tea-three-months',
        on: 'entered',
        reentry: 'everyTime',
        inDoubt: 'report',
        cancelOnLeave: true,
        staleAfter: { days: 2 },
        steps: [
          { kind: 'promoCode', promotionId: 'tea-5' },
          { kind: 'email', templateId: 'tea-letter' },
          { kind: 'task', dueIn: { days: 2 } },
        ],
      },
    });
  });

  test('takes never for staleAfter', () => {
    expect(parseAutomation({ ...teaLetter, staleAfter: 'never' })).toMatchObject({ value: { staleAfter: null } });
  });

  test('tells every problem at once, each with its path', () => {
    const problems = problemsOf({
      automation: 'Tea Letter',
      on: { segment: 'tea', entered: true },
      reentery: 'once',
      staleAfter: 'two days',
      steps: [{ emial: { template: 'x' } }, { task: { text: '', dueIn: 'P2Q' } }, { email: { template: 5 } }],
    });
    expect(Object.keys(problems).sort()).toEqual([
      'automation',
      'name',
      'reentery',
      'staleAfter',
      'steps[0].emial',
      'steps[1].task.dueIn',
      'steps[1].task.text',
      'steps[2].email.template',
    ]);
    expect(problems['reentery']).toBe('unknown key "reentery"; did you mean "reentry"?');
    expect(problems['steps[0].emial']).toContain('did you mean "email"?');
    expect(problems['name']).toBe('is missing');
    expect(problems['steps[1].task.dueIn']).toContain('"P2Q" is not an ISO 8601 duration');
  });

  test.each([
    ['neither entered nor left', { on: { segment: 'tea' } }, 'on'],
    ['both entered and left', { on: { segment: 'tea', entered: true, left: true } }, 'on'],
    ['two actions in one step', { steps: [{ email: { template: 'a' }, sms: { template: 'b' } }] }, 'steps[0]'],
    ['no steps', { steps: [] }, 'steps'],
    ['a promo code that nobody hears of', { steps: [{ promoCode: 'tea-5' }] }, 'steps'],
  ])('refuses %s', (_what, changes, path) => {
    expect(Object.keys(problemsOf({ ...teaLetter, ...changes }))).toEqual([path]);
  });

  test.each([[null], ['text'], [[]], [undefined]])('refuses %p as a whole', (document) => {
    expect(parseAutomation(document).ok).toBe(false);
  });
});

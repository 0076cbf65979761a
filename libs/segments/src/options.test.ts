import { describe, expect, test } from '@jest/globals';
import { parseOptions } from './options.ts';
import { subcommands } from './subcommands.ts';

const read = (...args: readonly string[]) => parseOptions(args, subcommands);

test('what is given comes through, and the rest has its default', () => {
  expect(read('lint', '--definitions', 'd', '--id', 'a', '--json', '--strict')).toMatchObject({
    subcommand: subcommands['lint'],
    definitions: 'd',
    id: 'a',
    isJson: true,
    account: { timeZone: 'UTC', currency: 'RUB' },
    values: { strict: true },
  });
  expect(read('describe', '--definitions', 'd', '--time-zone', 'Europe/Moscow', '--currency', 'EUR')).toMatchObject({
    id: null,
    isJson: false,
    account: { timeZone: 'Europe/Moscow', currency: 'EUR' },
  });
  expect(read('schema')).toMatchObject({ definitions: null });
  expect(read('lint', '--help')).toBe('help');
});

describe('what is wrong is told with what is right', () => {
  test.each<[readonly string[], RegExp]>([
    [[], /^say first what is asked: lint, describe,.* \(--help says more\)$/],
    [['--json', 'lint'], /^say first what is asked/],
    [['descirbe'], /^descirbe is not known; did you mean describe\? Known: lint/],
    [['toString'], /^toString is not known; Known: lint/],
    [['lint'], /^lint needs --definitions DIR/],
    [['lint', '--definitions', ''], /^--definitions is empty/],
    [['lint', '--definitions', 'x', '--time-zone', 'Mars'], /^--time-zone Mars is not an IANA time zone/],
    [['lint', '--definitions', 'x', '--currency', 'rub'], /^--currency rub is not an ISO 4217 code/],
    [['describe', '--definitions', 'x', '--strict'], /^Unknown option '--strict'/],
    [['lint', '--definitions', 'x', 'y'], /^Unexpected argument 'y'/],
  ])('%j', (args, message) => {
    expect(() => read(...args)).toThrow(
      expect.objectContaining({ code: 'WEIR_SEGMENTS_OPTION', message: expect.stringMatching(message) }),
    );
  });
});

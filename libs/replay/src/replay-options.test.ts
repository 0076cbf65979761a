import { describe, expect, test } from '@jest/globals';
import { parseReplayOptions } from './replay-options.ts';

const needed = ['--definitions', 'd', '--order-events', 'o', '--until', '2018-01-01T00:00:00Z', '--out', 'out'];
const out = needed.slice(6);

describe('parseReplayOptions', () => {
  test('takes the least that is needed', () => {
    expect(parseReplayOptions(needed)).toEqual({
      definitions: 'd',
      timeZone: 'UTC',
      currency: null,
      statusGroupsFile: null,
      isQuiet: false,
      run: {
        files: [{ topic: 'order-events', path: 'o' }],
        until: Date.UTC(2018, 0),
        out: 'out',
        isEngineOnly: false,
        skipsBadLines: false,
      },
    });
  });

  test('takes files more than once, customers first', () => {
    const options = parseReplayOptions([
      ...needed,
      '--message-events',
      'm',
      '--order-events',
      'o2',
      '--customer-events',
      'c',
    ]);
    expect(options !== 'help' && options.run?.files.map(({ path }) => path)).toEqual(['c', 'o', 'o2', 'm']);
  });

  test('takes an output directory whose name only begins alike', () => {
    expect(parseReplayOptions([...needed.slice(0, 6), '--out', 'd-out'])).toMatchObject({ run: { out: 'd-out' } });
    expect(parseReplayOptions([...needed.slice(0, 6), '--out', '..out/../x'])).toMatchObject({
      run: { out: '..out/../x' },
    });
  });

  test('needs only definitions to validate', () => {
    expect(parseReplayOptions(['--validate-only', '--definitions', 'd'])).toMatchObject({
      definitions: 'd',
      run: null,
    });
  });

  test('gives help whatever else is wrong with the values', () => {
    expect(parseReplayOptions(['--help'])).toBe('help');
  });

  test.each([
    [
      [],
      '--definitions is needed; at least one of --customer-events, --order-events, --activity-events, --message-events is needed; --until is needed; --out is needed',
    ],
    [['--validate-only', '--definitions', ''], '--definitions is needed'],
    [needed.slice(0, 2), 'at least one of --customer-events, --order-events'],
    [needed.slice(0, 4), '--until is needed'],
    [needed.slice(0, 6), '--out is needed'],
    [[...needed.slice(0, 4), ...out, '--until', '2018-01-01'], '--until 2018-01-01 is not an RFC 3339 timestamp'],
    [[...needed.slice(0, 4), ...out, '--until', '2023-02-29T00:00:00Z'], 'has day 29: February 2023 has 01 to 28'],
    [[...needed, '--definitions', 'e'], '--definitions is given more than once'],
    [[...needed, '--quiet', '--quiet'], '--quiet is given more than once'],
    [[...needed, '--time-zone', '+03:00'], '--time-zone +03:00 is not an IANA time zone'],
    [[...needed.slice(0, 4), ...out, '--until', '1960-01-01T00:00:00Z'], 'before 1970'],
    [[...needed, '--time-zone', 'Mars/Olympus'], '--time-zone Mars/Olympus is not an IANA time zone'],
    [[...needed, '--currency', 'eur'], '--currency eur is not an ISO 4217 code'],
    [[...needed.slice(0, 6), '--out', 'd/out'], '--out d/out lies in --definitions'],
    [[...needed.slice(0, 6), '--out', 'd'], '--out d lies in --definitions'],
    [[...needed, '--engin-only'], "Unknown option '--engin-only'"],
    [[...needed, 'stray'], 'Unexpected argument'],
  ])('refuses %j', (args, message) => {
    expect(() => parseReplayOptions(args)).toThrow(
      expect.objectContaining({ code: 'WEIR_REPLAY_OPTION', message: expect.stringContaining(message) }),
    );
  });
});

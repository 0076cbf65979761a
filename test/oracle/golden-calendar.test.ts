import { describe, expect, test } from '@jest/globals';
import { at, both, flipsOf, membersAt, type Scene } from './golden.ts';

const zone = 'America/New_York';

function expectFlips(scene: Scene, told: string, until: string, flips: string[]): void {
  expect(flipsOf(scene, told, until)).toEqual(both(flips));
}

function epochDay(date: string): number {
  return at(`${date}T00:00:00Z`) / 86_400_000;
}

describe('calendar periods flip at local midnights', () => {
  const created = at('2024-03-09T15:00:00Z');
  const profile = { createdAt: created };

  test.each([
    ['today', ['+ 2024-03-09T16:00:00.000Z', '- 2024-03-10T05:00:00.000Z']],
    ['yesterday', ['+ 2024-03-10T05:00:00.000Z', '- 2024-03-11T04:00:00.000Z']],
    ['thisWeek', ['+ 2024-03-09T16:00:00.000Z', '- 2024-03-11T04:00:00.000Z']],
    ['lastWeek', ['+ 2024-03-11T04:00:00.000Z', '- 2024-03-18T04:00:00.000Z']],
    ['thisMonth', ['+ 2024-03-09T16:00:00.000Z', '- 2024-04-01T04:00:00.000Z']],
    ['lastMonth', ['+ 2024-04-01T04:00:00.000Z', '- 2024-05-01T04:00:00.000Z']],
    ['thisQuarter', ['+ 2024-03-09T16:00:00.000Z', '- 2024-04-01T04:00:00.000Z']],
    ['lastQuarter', ['+ 2024-04-01T04:00:00.000Z', '- 2024-07-01T04:00:00.000Z']],
    ['thisYear', ['+ 2024-03-09T16:00:00.000Z', '- 2025-01-01T05:00:00.000Z']],
  ])('%s', (calendar, flips) => {
    const until = '2025-06-01T00:00:00Z';
    expectFlips(
      { when: { customer: { createdAt: { calendar } } }, zone, profile },
      '2024-03-09T16:00:00Z',
      until,
      flips,
    );
    const orders = [{ createdAt: created }];
    expectFlips(
      { when: { orders: { exists: true, window: { calendar } } }, zone, orders },
      '2024-03-09T16:00:00Z',
      until,
      flips,
    );
  });

  test('a day without midnight begins at its first instant', () => {
    const scene = {
      when: { customer: { createdAt: { calendar: 'today' } } },
      zone: 'America/Sao_Paulo',
      profile: { createdAt: at('2018-11-04T12:00:00Z') },
    };
    expectFlips(scene, '2018-11-01T00:00:00Z', '2018-12-01T00:00:00Z', [
      '+ 2018-11-04T03:00:00.000Z',
      '- 2018-11-05T02:00:00.000Z',
    ]);
  });
});

describe('birthdays', () => {
  const told = '2022-06-01T00:00:00Z';

  test('anniversary inNext holds from the local midnight seven days before to the end of the day', () => {
    const scene = {
      when: { customer: { birthday: { anniversary: { inNext: 'P7D' } } } },
      zone,
      profile: { birthday: epochDay('1990-03-14') },
    };
    expectFlips(scene, told, '2023-06-01T00:00:00Z', ['+ 2023-03-07T05:00:00.000Z', '- 2023-03-15T04:00:00.000Z']);
  });

  test('anniversary inLast holds from its first instant to the end of the seventh day after', () => {
    const scene = {
      when: { customer: { birthday: { anniversary: { inLast: 'P7D' } } } },
      zone,
      profile: { birthday: epochDay('1990-03-10') },
    };
    expectFlips(scene, told, '2023-06-01T00:00:00Z', ['+ 2023-03-10T05:00:00.000Z', '- 2023-03-18T04:00:00.000Z']);
  });

  test('anniversary inNext reaches over the turn of the year', () => {
    const scene = {
      when: { customer: { birthday: { anniversary: { inNext: 'P7D' } } } },
      profile: { birthday: epochDay('1990-01-03') },
    };
    expectFlips(scene, told, '2023-06-01T00:00:00Z', ['+ 2022-12-27T00:00:00.000Z', '- 2023-01-04T00:00:00.000Z']);
  });

  test('29 February counts as the 28th in common years', () => {
    const profile = { birthday: epochDay('2004-02-29') };
    const adult = { when: { customer: { birthday: { age: { gte: 18 } } } }, profile };
    expectFlips(adult, '2021-01-01T00:00:00Z', '2023-01-01T00:00:00Z', ['+ 2022-02-28T00:00:00.000Z']);
    const twenty = { when: { customer: { birthday: { age: 20 } } }, profile };
    expectFlips(twenty, '2021-01-01T00:00:00Z', '2026-01-01T00:00:00Z', [
      '+ 2024-02-29T00:00:00.000Z',
      '- 2025-02-28T00:00:00.000Z',
    ]);
  });

  test('age and monthOfYear both hold where both are asked for', () => {
    const when = { customer: { birthday: { age: { gte: 18 }, monthOfYear: 5 } } };
    expect(membersAt({ when, profile: { birthday: epochDay('2000-05-31') } }, told)).toEqual(both(true));
    expect(membersAt({ when, profile: { birthday: epochDay('2000-06-01') } }, told)).toEqual(both(false));
    expect(membersAt({ when, profile: { birthday: epochDay('2010-05-31') } }, told)).toEqual(both(false));
  });

  test('rolling tests take the local midnight of a date', () => {
    const scene = {
      when: { customer: { birthday: { moreThanAgo: 'P18Y' } } },
      zone,
      profile: { birthday: epochDay('2004-07-01') },
    };
    expectFlips(scene, told, '2023-06-01T00:00:00Z', ['+ 2022-07-01T04:00:00.000Z']);
  });
});

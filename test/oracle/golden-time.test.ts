import { describe, expect, test } from '@jest/globals';
import { at, both, flipsOf, membersAt, type Scene } from './golden.ts';

function expectFlips(scene: Scene, told: string, until: string, flips: string[]): void {
  expect(flipsOf(scene, told, until)).toEqual(both(flips));
}

function expectMember(scene: Scene, now: string, member: boolean): void {
  expect(membersAt(scene, now)).toEqual(both(member));
}

function orderedAt(...instants: string[]): { createdAt: number }[] {
  return instants.map((text) => ({ createdAt: at(text) }));
}

describe('relative time goes forward from the fact', () => {
  const lastMoreThan = (period: string): Scene['when'] => ({ orders: { last: { moreThanAgo: period } } });

  test('moreThanAgo begins at d + P, to the millisecond', () => {
    const orders = orderedAt('2024-05-10T12:34:56.789Z');
    expectFlips({ when: lastMoreThan('P3M'), orders }, '2024-05-11T00:00:00Z', '2025-01-01T00:00:00Z', [
      '+ 2024-08-10T12:34:56.789Z',
    ]);
  });

  test('inLast is half-open: it holds one millisecond before d + P and not at it', () => {
    const scene = { when: { orders: { last: { inLast: 'P1D' } } }, orders: orderedAt('2024-05-10T12:00:00Z') };
    expectMember(scene, '2024-05-10T12:00:00.000Z', true);
    expectMember(scene, '2024-05-11T11:59:59.999Z', true);
    expectMember(scene, '2024-05-11T12:00:00.000Z', false);
    expectMember(scene, '2024-05-10T11:59:59.999Z', false);
  });

  test('betweenAgo flips at both ends', () => {
    const scene = {
      when: { orders: { last: { betweenAgo: ['P1D', 'P3D'] } } },
      orders: orderedAt('2024-05-10T12:00:00Z'),
    };
    expectFlips(scene, '2024-05-10T12:00:00Z', '2024-06-01T00:00:00Z', [
      '+ 2024-05-11T12:00:00.000Z',
      '- 2024-05-13T12:00:00.000Z',
    ]);
  });

  test.each([
    ['2023-11-30T07:00:00Z', '+ 2024-02-29T07:00:00.000Z'],
    ['2022-11-30T07:00:00Z', '+ 2023-02-28T07:00:00.000Z'],
  ])('30 November + P3M is the last of February (%s)', (ordered, flip) => {
    const scene = { when: lastMoreThan('P3M'), zone: 'Europe/Moscow', orders: orderedAt(ordered) };
    expectFlips(scene, ordered, '2024-12-31T00:00:00Z', [flip]);
  });

  test('the clamp is taken in the segment zone: 1 December in Moscow is still 30 November in UTC', () => {
    const orders = orderedAt('2023-11-30T21:30:00Z');
    const until = '2024-12-31T00:00:00Z';
    expectFlips({ when: lastMoreThan('P3M'), zone: 'Europe/Moscow', orders }, '2023-12-01T00:00:00Z', until, [
      '+ 2024-02-29T21:30:00.000Z',
    ]);
    expectFlips({ when: lastMoreThan('P3M'), zone: 'UTC', orders }, '2023-12-01T00:00:00Z', until, [
      '+ 2024-02-29T21:30:00.000Z',
    ]);
    expectFlips(
      { when: lastMoreThan('P3M'), zone: 'Asia/Kathmandu', orders: orderedAt('2022-11-30T18:20:00Z') },
      '2022-12-01T00:00:00Z',
      until,
      ['+ 2023-02-28T18:20:00.000Z'],
    );
    expectFlips(
      { when: lastMoreThan('P3M'), zone: 'UTC', orders: orderedAt('2022-11-30T18:20:00Z') },
      '2022-12-01T00:00:00Z',
      until,
      ['+ 2023-02-28T18:20:00.000Z'],
    );
  });

  test('a skipped local time takes the instant of the transition: 12 March 02:30:12.345 in New York', () => {
    const scene = {
      when: lastMoreThan('P1M'),
      zone: 'America/New_York',
      orders: orderedAt('2023-02-12T07:30:12.345Z'),
    };
    expectFlips(scene, '2023-02-13T00:00:00Z', '2023-06-01T00:00:00Z', ['+ 2023-03-12T07:00:00.000Z']);
  });

  test('a skipped half hour on Lord Howe takes the instant of the transition too', () => {
    const scene = { when: lastMoreThan('P1M'), zone: 'Australia/Lord_Howe', orders: orderedAt('2024-09-05T15:45:00Z') };
    expectFlips(scene, '2024-09-06T00:00:00Z', '2025-01-01T00:00:00Z', ['+ 2024-10-05T15:30:00.000Z']);
  });

  test('a skipped day (Samoa, 30 December 2011) ends where the clock went on', () => {
    const scene = { when: lastMoreThan('P1M'), zone: 'Pacific/Apia', orders: orderedAt('2011-11-30T22:00:00Z') };
    expectFlips(scene, '2011-12-01T00:00:00Z', '2012-03-01T00:00:00Z', ['+ 2011-12-30T10:00:00.000Z']);
  });

  test('a repeated local time is the earlier one', () => {
    const scene = { when: lastMoreThan('P1M'), zone: 'America/New_York', orders: orderedAt('2023-10-05T05:30:00Z') };
    expectFlips(scene, '2023-10-05T06:00:00Z', '2024-01-01T00:00:00Z', ['+ 2023-11-05T05:30:00.000Z']);
  });

  test('days keep the wall clock and hours do not', () => {
    const orders = orderedAt('2023-03-11T17:00:00Z');
    const zone = 'America/New_York';
    expectFlips({ when: lastMoreThan('P1D'), zone, orders }, '2023-03-11T18:00:00Z', '2023-04-01T00:00:00Z', [
      '+ 2023-03-12T16:00:00.000Z',
    ]);
    expectFlips({ when: lastMoreThan('PT24H'), zone, orders }, '2023-03-11T18:00:00Z', '2023-04-01T00:00:00Z', [
      '+ 2023-03-12T17:00:00.000Z',
    ]);
  });

  test('a composite duration adds months, then days, then elapsed time', () => {
    const scene = { when: lastMoreThan('P1M15DT12H'), orders: orderedAt('2024-01-31T08:00:00Z') };
    expectFlips(scene, '2024-02-01T00:00:00Z', '2025-01-01T00:00:00Z', ['+ 2024-03-15T20:00:00.000Z']);
  });

  test('elapsed time comes after the clock was resolved: P1DT1H over the gap in New York', () => {
    const scene = { when: lastMoreThan('P1DT1H'), zone: 'America/New_York', orders: orderedAt('2023-03-11T07:30:00Z') };
    expectFlips(scene, '2023-03-11T08:00:00Z', '2023-04-01T00:00:00Z', ['+ 2023-03-12T08:00:00.000Z']);
  });

  test('expiries do not come in the order of the orders: 30 January noon outlives 31 January morning', () => {
    const orders = orderedAt('2023-01-30T12:00:00Z', '2023-01-31T10:00:00Z');
    const window = { inLast: 'P1M' };
    const told = '2023-01-31T10:00:00Z';
    const until = '2023-04-01T00:00:00Z';
    expectFlips({ when: { orders: { exists: false, window } }, orders }, told, until, ['+ 2023-02-28T12:00:00.000Z']);
    expectFlips({ when: { orders: { count: { gte: 2 }, window } }, orders }, told, until, [
      `+ 2023-01-31T10:00:00.000Z`,
      '- 2023-02-28T10:00:00.000Z',
    ]);
    expectFlips({ when: { orders: { exists: true, window } }, orders }, told, until, [
      '+ 2023-01-31T10:00:00.000Z',
      '- 2023-02-28T12:00:00.000Z',
    ]);
  });

  test('inNext on an instant is now < d <= now + P', () => {
    const scene = {
      when: { customer: { createdAt: { inNext: 'P1D' } } },
      profile: { createdAt: at('2024-05-10T12:00:00Z') },
    };
    expectFlips(scene, '2024-05-01T00:00:00Z', '2024-06-01T00:00:00Z', [
      '+ 2024-05-09T12:00:00.000Z',
      '- 2024-05-10T12:00:00.000Z',
    ]);
  });

  test('inNext counts forward from now, so clamping can interrupt it', () => {
    const scene = {
      when: { customer: { createdAt: { inNext: 'P1M' } } },
      profile: { createdAt: at('2023-02-28T12:00:00Z') },
    };
    expectFlips(scene, '2023-01-01T00:00:00Z', '2023-04-01T00:00:00Z', [
      '+ 2023-01-28T12:00:00.000Z',
      '- 2023-01-29T00:00:00.000Z',
      '+ 2023-01-29T12:00:00.000Z',
      '- 2023-01-30T00:00:00.000Z',
      '+ 2023-01-30T12:00:00.000Z',
      '- 2023-01-31T00:00:00.000Z',
      '+ 2023-01-31T12:00:00.000Z',
      '- 2023-02-28T12:00:00.000Z',
    ]);
  });
});

describe('windows and anchors', () => {
  const neverIn90Days = { exists: false, window: { inLast: 'P90D' } };

  test('nothing in the last P90D is true at once without orders, and with an anchor from createdAt + P90D on', () => {
    const profile = { createdAt: at('2024-01-01T00:00:00Z') };
    const told = '2024-01-01T00:00:00Z';
    const until = '2025-01-01T00:00:00Z';
    expectFlips({ when: { orders: neverIn90Days }, profile }, told, until, ['+ 2024-01-01T00:00:00.000Z']);
    expectFlips({ when: { orders: { ...neverIn90Days, since: 'profileCreated' } }, profile }, told, until, [
      '+ 2024-03-31T00:00:00.000Z',
    ]);
  });

  test('a window applies to last: outside of it there is no last order', () => {
    const orders = orderedAt('2024-01-01T00:00:00Z');
    const scene = { when: { orders: { window: { inLast: 'P10D' }, last: { moreThanAgo: 'P5D' } } }, orders };
    expectFlips(scene, '2024-01-01T00:00:00Z', '2024-06-01T00:00:00Z', [
      '+ 2024-01-06T00:00:00.000Z',
      '- 2024-01-11T00:00:00.000Z',
    ]);
  });

  test('without a window all time counts', () => {
    expectMember(
      { when: { orders: { count: 2 } }, orders: orderedAt('1999-01-01T00:00:00Z', '2024-01-01T00:00:00Z') },
      '2024-06-01T00:00:00Z',
      true,
    );
  });

  test('from and to are half-open', () => {
    const window = { from: '2024-01-01T00:00:00Z', to: '2024-02-01T00:00:00Z' };
    const scene = (ordered: string): Scene => ({
      when: { orders: { exists: true, window } },
      orders: orderedAt(ordered),
    });
    expectMember(scene('2024-01-01T00:00:00.000Z'), '2024-06-01T00:00:00Z', true);
    expectMember(scene('2023-12-31T23:59:59.999Z'), '2024-06-01T00:00:00Z', false);
    expectMember(scene('2024-01-31T23:59:59.999Z'), '2024-06-01T00:00:00Z', true);
    expectMember(scene('2024-02-01T00:00:00.000Z'), '2024-06-01T00:00:00Z', false);
  });

  test('a refund leaving the window can lift the sum: sums are not monotone', () => {
    const orders = [
      { createdAt: at('2024-01-01T00:00:00Z'), total: -500 },
      { createdAt: at('2024-01-02T00:00:00Z'), total: 1000 },
    ];
    const scene = { when: { orders: { sum: { gte: 1000 }, window: { inLast: 'P10D' } } }, orders };
    expectFlips(scene, '2024-01-02T00:00:00Z', '2024-03-01T00:00:00Z', [
      '+ 2024-01-11T00:00:00.000Z',
      '- 2024-01-12T00:00:00.000Z',
    ]);
  });

  test('rolling days at the change of Moscow to UTC+3 in 2014 keep the wall clock', () => {
    const scene = {
      when: { orders: { last: { moreThanAgo: 'P1D' } } },
      zone: 'Europe/Moscow',
      orders: orderedAt('2014-10-25T20:00:00Z'),
    };
    expectFlips(scene, '2014-10-25T20:00:00Z', '2015-01-01T00:00:00Z', ['+ 2014-10-26T21:00:00.000Z']);
  });
});

describe('literal instants', () => {
  test('between on instants is half-open', () => {
    const when = { customer: { createdAt: { between: ['2024-01-01T00:00:00Z', '2024-01-02T00:00:00Z'] } } };
    expectMember({ when, profile: { createdAt: at('2024-01-01T00:00:00Z') } }, '2024-06-01T00:00:00Z', true);
    expectMember({ when, profile: { createdAt: at('2024-01-02T00:00:00Z') } }, '2024-06-01T00:00:00Z', false);
  });

  test('on is the local day, which begins at its first instant where midnight is skipped', () => {
    const scene = (created: string): Scene => ({
      when: { customer: { createdAt: { on: '2018-11-04' } } },
      zone: 'America/Sao_Paulo',
      profile: { createdAt: at(created) },
    });
    expectMember(scene('2018-11-04T02:59:59.999Z'), '2019-01-01T00:00:00Z', false);
    expectMember(scene('2018-11-04T03:00:00.000Z'), '2019-01-01T00:00:00Z', true);
    expectMember(scene('2018-11-05T01:59:59.999Z'), '2019-01-01T00:00:00Z', true);
    expectMember(scene('2018-11-05T02:00:00.000Z'), '2019-01-01T00:00:00Z', false);
  });
});

describe('the zone', () => {
  const when = { orders: { last: { moreThanAgo: 'P1D' } } };
  const orders = orderedAt('2023-03-11T17:00:00Z');
  const told = '2023-03-11T18:00:00Z';
  const until = '2023-04-01T00:00:00Z';

  test('is the account zone unless the definition names one', () => {
    expectFlips({ when, zone: 'America/New_York', orders }, told, until, ['+ 2023-03-12T16:00:00.000Z']);
    expectFlips({ when, zone: 'America/New_York', timeZone: 'UTC', orders }, told, until, [
      '+ 2023-03-12T17:00:00.000Z',
    ]);
  });

  test('is the own zone of each customer for `customer`, and the account zone without one', () => {
    const scene = { when, zone: 'UTC', timeZone: 'customer', orders };
    expectFlips({ ...scene, profile: { timeZone: 'America/New_York' } }, told, until, ['+ 2023-03-12T16:00:00.000Z']);
    expectFlips({ ...scene, profile: { timeZone: null } }, told, until, ['+ 2023-03-12T17:00:00.000Z']);
    expectFlips(scene, told, until, ['+ 2023-03-12T17:00:00.000Z']);
  });
});

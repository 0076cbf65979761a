import { expect, test } from '@jest/globals';
import { createLogger } from '@weir/observability';
import { counting, countingTopology } from './counting.fixture.ts';
import { DeadLetterLog } from './dead-letter-log.ts';
import { createTaskDriver } from './task-driver.ts';

interface Line {
  readonly level: string;
  readonly msg: string;
  readonly offset?: number;
  readonly reason?: string;
}

function recordLines() {
  const lines: Line[] = [];
  const logger = createLogger({
    name: 'test',
    level: 'warn',
    destination: { write: (line) => void lines.push(JSON.parse(line) as Line) },
  });
  return { lines, logger };
}

const at = (offset: number) => ({ topic: 'orders', partition: 3, offset });
const rejection = { code: 'WEIR_EVENT_INVALID', reason: 'order.currency "a \\"b\\" c" is not an ISO 4217 code' };

test('a dead letter is one warning with its place, code and reason, and no value of the record', () => {
  const { lines, logger } = recordLines();
  new DeadLetterLog(logger).note(at(17), rejection);
  expect(lines).toEqual([
    expect.objectContaining({
      level: 'warn',
      topic: 'orders',
      partition: 3,
      offset: 17,
      code: 'WEIR_EVENT_INVALID',
      reason: 'order.currency "..." is not an ISO 4217 code',
    }),
  ]);
});

test('of very many within a minute twenty are told one by one, the others as a number', () => {
  const { lines, logger } = recordLines();
  let now = 0;
  const log = new DeadLetterLog(logger, () => now);
  for (let offset = 0; offset < 500; offset += 1) log.note(at(offset), rejection);
  expect(lines).toHaveLength(20);
  now = 60_000;
  log.note(at(500), rejection);
  expect(lines.slice(20)).toEqual([
    expect.objectContaining({ level: 'warn', suppressed: 480 }),
    expect.objectContaining({ offset: 500 }),
  ]);
  log.flush();
  expect(lines).toHaveLength(22);
});

test('what a cycle set aside is told once it is committed, once, also when the first attempt to commit fails', async () => {
  const { lines, logger } = recordLines();
  const driver = createTaskDriver({ topology: countingTopology(), logger });
  try {
    await driver.start();
    driver.crashAt('before-commit');
    await driver.pipe(counting.orders, 'ann', 'poison');
    expect(await driver.crashed()).toBe(true);
    expect(lines.filter(({ offset }) => offset !== undefined)).toEqual([]);
    await driver.start();
    expect(lines.filter(({ offset }) => offset !== undefined)).toEqual([
      expect.objectContaining({ topic: counting.orders, partition: 0, offset: 0, code: 'WEIR_RECORD_POISON' }),
    ]);
  } finally {
    await driver.stop();
  }
});

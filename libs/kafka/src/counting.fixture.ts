import { type Cycle, type Processor, type SourceRecord, type Topology } from './topology.ts';
import { DeadLetterError } from './errors.ts';

/**
 * A small topology for tests: counts the records of each key, tells every count to `counted`, and looks at a key again `lookAfterMs` after
 * its last record, which it tells to `counted` too.
 */
export const counting = {
  orders: 'orders',
  names: 'names',
  counts: 'counts',
  counted: 'counted',
  positions: 'counting-positions',
  deadLetter: 'counting-dead-letter',
} as const;

export const lookAfterMs = 1_000;

export interface Count {
  readonly count: number;
  readonly dueAt: number | null;
}

export function readCount(bytes: Uint8Array | undefined): Count {
  return bytes === undefined ? { count: 0, dueAt: null } : (JSON.parse(Buffer.from(bytes).toString()) as Count);
}

function writeCount(cycle: Cycle, key: string, before: Count, after: Count): void {
  cycle.put('counts', key, Buffer.from(JSON.stringify(after)));
  cycle.reschedule(key, before.dueAt ?? Infinity, after.dueAt ?? Infinity);
}

export class CountingProcessor implements Processor {
  onRecord(record: SourceRecord, cycle: Cycle): void | 'later' {
    if (record.topic !== counting.orders) return;
    const key = (record.key as Buffer).toString();
    const before = readCount(cycle.get('counts', key));
    const text = record.value?.toString() ?? '';
    if (text === 'poison') throw new DeadLetterError('WEIR_RECORD_POISON', 'it says so itself');
    writeCount(cycle, key, before, { count: before.count + 1, dueAt: cycle.now + lookAfterMs });
    cycle.emit({ topic: counting.counted, key, value: Buffer.from(`${before.count + 1} ${text} @${cycle.now}`) });
    if (text === 'late poison') throw new DeadLetterError('WEIR_RECORD_POISON', 'after having changed something');
  }

  onDue(key: string, dueAt: number, cycle: Cycle): void {
    const before = readCount(cycle.get('counts', key));
    writeCount(cycle, key, before, { ...before, dueAt: null });
    cycle.emit({ topic: counting.counted, key, value: Buffer.from(`look @${cycle.now}, due ${dueAt}`) });
  }
}

export function countingTopology(changes: Partial<Topology> = {}): Topology {
  return {
    group: 'counting',
    inputs: [{ kind: 'stream', topic: counting.orders }],
    stores: [
      { name: 'counts', changelogTopic: counting.counts, dueAt: (_key, value) => readCount(value).dueAt ?? Infinity },
    ],
    outputs: [counting.counted],
    positionsTopic: counting.positions,
    deadLetterTopic: counting.deadLetter,
    createProcessor: () => new CountingProcessor(),
    ...changes,
  };
}

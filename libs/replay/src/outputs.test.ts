import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type SegmentEvent } from '@weir/codec';
import { openOutputs, type ReplayResult, type Summary } from './outputs.ts';

let directory: string;
beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'weir-outputs-')), 'new', 'out');
});
afterEach(() => rm(join(directory, '..', '..'), { recursive: true }));

function transition(change: Partial<SegmentEvent>): SegmentEvent {
  const entered: SegmentEvent = {
    type: 'SegmentEntered',
    customerId: 'c',
    segmentId: 's',
    segmentVersion: 1,
    seq: 1,
    effectiveAt: Date.UTC(2017, 2, 1, 8, 53, 26),
    decidedAt: Date.UTC(2017, 2, 1, 8, 53, 26),
    cause: 'EVENT',
    causeRef: 'e1',
    silent: false,
    evidence: [],
    eventId: 'x',
  };
  return { ...entered, ...change } as SegmentEvent;
}

async function writeOutputs(...[result, summary = {}]: [ReplayResult, Summary?]): Promise<void> {
  const outputs = await openOutputs(directory);
  await outputs.write(result);
  await outputs.finish(summary);
  await outputs.discard();
}

const read = (name: string) => readFile(join(directory, name), 'utf8');

describe('openOutputs', () => {
  test('orders customers by bytes and keeps the order of each', async () => {
    const transitions = [
      transition({ customerId: '\u{1f600}', segmentId: 'a' }),
      transition({ customerId: '\uff5e', segmentId: 'b' }),
      transition({ customerId: '\uff5e', segmentId: 'a' }),
      transition({ customerId: 'z', segmentId: 'c' }),
    ];
    await writeOutputs({ transitions, members: [] });
    const lines = (await read('segment-events.ndjson'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as SegmentEvent);
    expect(lines.map(({ customerId, segmentId }) => customerId + segmentId)).toEqual([
      'zc',
      '\uff5eb',
      '\uff5ea',
      '\u{1f600}a',
    ]);
  });

  test('writes instants with milliseconds in UTC, and enteredAt for those who left only', async () => {
    const left = transition({
      type: 'SegmentLeft',
      seq: 2,
      cause: 'TIME',
      causeRef: null,
      enteredAt: 1,
    });
    await writeOutputs({ transitions: [transition({}), left], members: [] });
    expect(await read('segment-events.ndjson')).toBe(
      '{"type":"SegmentEntered","customerId":"c","segmentId":"s","seq":1,"effectiveAt":"2017-03-01T08:53:26.000Z",' +
        '"decidedAt":"2017-03-01T08:53:26.000Z","cause":"EVENT","causeRef":"e1","eventId":"x","segmentVersion":1,"silent":false,"evidence":[]}\n' +
        '{"type":"SegmentLeft","customerId":"c","segmentId":"s","seq":2,"effectiveAt":"2017-03-01T08:53:26.000Z",' +
        '"decidedAt":"2017-03-01T08:53:26.000Z","cause":"TIME","causeRef":null,"eventId":"x","segmentVersion":1,"silent":false,' +
        '"enteredAt":"1970-01-01T00:00:00.001Z","evidence":[]}\n',
    );
  });

  test('sorts members by customer, then segment, and quotes as RFC 4180 says', async () => {
    const members = [
      { customerId: 'b', segmentId: 's2', since: 0 },
      { customerId: 'b', segmentId: 's1', since: 0 },
      { customerId: 'a,"x"\n', segmentId: 's', since: 1 },
    ];
    await writeOutputs({ transitions: [], members }, { events: 3 });
    expect(await read('memberships.csv')).toBe(
      'customerId,segmentId,since\n"a,""x""\n",s,1970-01-01T00:00:00.001Z\nb,s1,1970-01-01T00:00:00.000Z\nb,s2,1970-01-01T00:00:00.000Z\n',
    );
    expect(JSON.parse(await read('summary.json'))).toEqual({ events: 3 });
    expect((await readdir(directory)).sort()).toEqual(['memberships.csv', 'segment-events.ndjson', 'summary.json']);
  });

  test('writes more lines than fit into one chunk', async () => {
    const transitions = Array.from({ length: 2500 }, (_, index) => transition({ seq: index + 1 }));
    await writeOutputs({ transitions, members: [] });
    const lines = (await read('segment-events.ndjson')).trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as SegmentEvent).seq)).toEqual(transitions.map(({ seq }) => seq));
  });

  test('puts what is written later behind what was written before', async () => {
    const outputs = await openOutputs(directory);
    for (const customerId of ['a', 'b']) {
      const members = [{ customerId, segmentId: 's', since: 0 }];
      await outputs.write({ transitions: [transition({ customerId })], members });
    }
    await outputs.finish({});
    const customers = (await read('segment-events.ndjson')).match(/"customerId":"."/g);
    expect(customers).toEqual(['"customerId":"a"', '"customerId":"b"']);
    expect((await read('memberships.csv')).split('\n').map((line) => line[0])).toEqual(['c', 'a', 'b', undefined]);
  });

  test('lets nobody else write into the directory meanwhile', async () => {
    const first = await openOutputs(directory);
    await expect(openOutputs(directory)).rejects.toMatchObject({
      code: 'WEIR_REPLAY_OUTPUT',
      message: expect.stringContaining('another replay writes there'),
    });
    await first.discard();
    await (await openOutputs(directory)).discard();
  });

  test('leaves nothing of what was not finished, and what is there as it was', async () => {
    await writeOutputs({ transitions: [], members: [] }, { run: 1 });
    const outputs = await openOutputs(directory);
    await outputs.write({ transitions: [transition({})], members: [] });
    await outputs.discard();
    await outputs.discard();
    expect((await readdir(directory)).sort()).toEqual(['memberships.csv', 'segment-events.ndjson', 'summary.json']);
    expect(await read('segment-events.ndjson')).toBe('');
  });
});

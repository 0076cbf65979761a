import { readJsonText } from '@weir/codec';
import { readLines } from '@weir/replay';
import { BadLines } from './bad-lines.ts';
import { SegmentsError } from './segments-error.ts';

/**
 * The fields that some event of the files had a value in, as `lintSegments` names them: `customer.city`, `order.custom.gift`,
 * `item.brand`, `activity.product_viewed`. A line is an event of a customer, of an order or of an activity, in the JSON form; it is read
 * once, so that a pipe will do. Throws WEIR_SEGMENTS_EVENTS when a file or a line cannot be read, or the files hold nothing of these.
 */
export async function readFieldsSeen(paths: readonly string[]): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  const bad = new BadLines();
  for (const path of paths) {
    try {
      for await (const lines of readLines(path)) {
        for (const { number, bytes } of lines) {
          if (bytes === null) bad.add(path, number, [{ field: '', reason: 'is too long for an event' }]);
          else if (/\S/.test(bytes.toString('latin1'))) bad.add(path, number, noteEvent(bytes, seen));
        }
      }
    } catch (error) {
      throw unreadable(path, error);
    }
  }
  bad.refuse();
  if (seen.size === 0)
    throw new SegmentsError(
      'WEIR_SEGMENTS_EVENTS',
      `${paths.join(', ')}: there is no profile, no order and no activity in it`,
    );
  return seen;
}

/** Of the file system or of zlib; any other error is a bug of ours. */
function unreadable(path: string, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (typeof code !== 'string') return error;
  return new SegmentsError('WEIR_SEGMENTS_EVENTS', `${path}: cannot be read: ${message}`);
}

type Problems = readonly { readonly field: string; readonly reason: string }[];

/** What is wrong with the event, or nothing. */
function noteEvent(bytes: Buffer, seen: Set<string>): Problems {
  const keys = keysOf(bytes);
  if (keys.has('order')) return noteOrder(bytes, seen);
  const isActivity = keys.has('name');
  const read = isActivity ? readJsonText('activity-events', bytes) : readJsonText('customer-events', bytes);
  if (!read.ok) return read.problems;
  if ('name' in read.value) seen.add(`activity.${read.value.name}`);
  else if (read.value.profile !== null) note('customer', read.value.profile, seen);
  return [];
}

function noteOrder(bytes: Buffer, seen: Set<string>): Problems {
  const read = readJsonText('order-events', bytes);
  if (!read.ok) return read.problems;
  const { items, ...order } = read.value.order;
  note('order', order, seen);
  for (const item of items) note('item', item, seen);
  return [];
}

/** By which it is known what the event is of; none of what is no JSON. */
function keysOf(bytes: Buffer): ReadonlySet<string> {
  try {
    const json: unknown = JSON.parse(bytes.toString('utf8'));
    return new Set(typeof json === 'object' && json !== null ? Object.keys(json) : []);
  } catch {
    return new Set();
  }
}

/** Empty text and empty lists are no values. */
function note(name: string, value: unknown, seen: Set<string>): void {
  if (value === null || value === '') return;
  if (Array.isArray(value)) {
    if (value.some((one) => one !== '')) seen.add(name);
  } else if (typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) note(`${name}.${key}`, inner, seen);
  } else seen.add(name);
}

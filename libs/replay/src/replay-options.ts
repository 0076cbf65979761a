import { isAbsolute, relative, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { instantProblem, parseInstant } from '@weir/codec';
import { findZone } from '@weir/engine';
import { type EventFile } from './event-files.ts';
import { eventTopics } from './replay-event.ts';
import { ReplayError } from './replay-error.ts';

export const usage = `Usage: npm run -s replay -- --definitions DIR --order-events F [more options]

Runs files of events through the segment-evaluator and writes who entered and left which segment, and when.

  --definitions DIR        segments, one or several to a YAML or JSON file
  --customer-events FILE   NDJSON, plain or gzip, in the JSON form of the topic; may be repeated
  --order-events FILE      likewise; at least one file of events is needed
  --activity-events FILE   likewise: what customers did beside ordering
  --message-events FILE    likewise: what became of the e-mails and text messages to them
  --until INSTANT          where the clock stops, inclusive, such as 2018-01-01T00:00:00Z; later events are not applied
  --out DIR                receives segment-events.ndjson, memberships.csv and summary.json
  --engine-only            folds the same engine in this process, without Kafka: the same transitions and members
  --validate-only          tells everything wrong in the definitions, or that nothing is, and stops
  --skip-bad               writes bad lines to DIR/rejected.ndjson and goes on, instead of stopping before anything ran
  --time-zone ZONE         the account's time zone (default UTC)
  --currency CODE          the account's currency (default: the one most orders are in)
  --status-groups FILE     YAML or JSON: the shop's status codes and the group of each (new, paid, completed, cancelled, returned);
                           or the mapping itself: '{"shipped": "completed"}'
  --quiet                  no progress on standard error
  --help                   this text

Without --engine-only a Kafka of its own is started, unless KAFKA_BROKERS and SCHEMA_REGISTRY_URL name one.
Exit code 0 when done, 1 when an input has problems or the run failed, 2 when the options are wrong.
`;

export interface ReplayOptions {
  readonly definitions: string;
  readonly timeZone: string;
  /** Null: the one most orders are in. */
  readonly currency: string | null;
  readonly statusGroupsFile: string | null;
  readonly isQuiet: boolean;
  /** Null: only check the definitions. */
  readonly run: RunOptions | null;
}

export interface RunOptions {
  /** In the order in which they are received. */
  readonly files: readonly EventFile[];
  /** Epoch milliseconds. */
  readonly until: number;
  readonly out: string;
  readonly isEngineOnly: boolean;
  readonly skipsBadLines: boolean;
}

/** Throws WEIR_REPLAY_OPTION for anything missing, unknown or malformed; 'help' when that was asked for. */
export function parseReplayOptions(args: readonly string[]): ReplayOptions | 'help' {
  const values = parseValues(args);
  if (values.help === true) return 'help';
  refuseMissing(values);
  return {
    definitions: values.definitions ?? '',
    timeZone: parseTimeZone(values['time-zone'] ?? 'UTC'),
    currency: values.currency === undefined ? null : parseCurrency(values.currency),
    statusGroupsFile: values['status-groups'] ?? null,
    isQuiet: values.quiet === true,
    run: values['validate-only'] === true ? null : parseRun(values),
  };
}

type Values = ReturnType<typeof parseValues>;

function parseValues(args: readonly string[]) {
  try {
    const { values, tokens } = parseArgs({
      args: [...args],
      tokens: true,
      allowPositionals: false,
      options: {
        definitions: { type: 'string' },
        'customer-events': { type: 'string', multiple: true },
        'order-events': { type: 'string', multiple: true },
        'activity-events': { type: 'string', multiple: true },
        'message-events': { type: 'string', multiple: true },
        until: { type: 'string' },
        out: { type: 'string' },
        'engine-only': { type: 'boolean' },
        'validate-only': { type: 'boolean' },
        'skip-bad': { type: 'boolean' },
        'time-zone': { type: 'string' },
        currency: { type: 'string' },
        'status-groups': { type: 'string' },
        quiet: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    refuseRepeated(tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : [])));
    return values;
  } catch (error) {
    throw error instanceof ReplayError ? error : optionError((error as Error).message);
  }
}

/** Of two values the first would be dropped without a word. */
function refuseRepeated(names: readonly string[]): void {
  const isList = (name: string): boolean => (eventTopics as readonly string[]).includes(name);
  const repeated = names.find((name, index) => !isList(name) && names.indexOf(name) < index);
  if (repeated !== undefined) throw optionError(`--${repeated} is given more than once`);
}

function parseRun(values: Values): RunOptions {
  const files = eventTopics.flatMap((topic) => (values[topic] ?? []).map((path) => ({ topic, path })));
  const until = parseUntil(values.until ?? '');
  return {
    files,
    until,
    out: parseOut(values.out ?? '', values.definitions ?? ''),
    isEngineOnly: values['engine-only'] === true,
    skipsBadLines: values['skip-bad'] === true,
  };
}

function parseUntil(text: string): number {
  const instant = parseInstant(text);
  if (Number.isNaN(instant)) throw optionError(`--until ${text} ${instantProblem(text)}`);
  if (instant < 0) throw optionError(`--until ${text} lies before 1970, the earliest time of a record on Kafka`);
  return instant;
}

function parseOut(out: string, definitions: string): string {
  const below = relative(resolve(definitions), resolve(out));
  const isOutside = below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below);
  if (isOutside) return out;
  throw optionError(`--out ${out} lies in --definitions, where its summary.json would be read as a definition`);
}

/** Names all that is missing at once. */
function refuseMissing(values: Values): void {
  const missing = values.definitions ? [] : ['--definitions is needed'];
  if (values['validate-only'] !== true) {
    if (eventTopics.every((topic) => values[topic] === undefined))
      missing.push(`at least one of ${eventTopics.map((topic) => `--${topic}`).join(', ')} is needed`);
    for (const name of ['until', 'out'] as const) if (!values[name]) missing.push(`--${name} is needed`);
  }
  if (missing.length > 0) throw optionError(missing.join('; '));
}

function parseTimeZone(zone: string): string {
  if (findZone(zone) === undefined)
    throw optionError(`--time-zone ${zone} is not an IANA time zone such as Europe/Moscow`);
  return zone;
}

function parseCurrency(code: string): string {
  if (!/^[A-Z]{3}$/.test(code)) throw optionError(`--currency ${code} is not an ISO 4217 code such as EUR`);
  return code;
}

function optionError(message: string): ReplayError {
  return new ReplayError('WEIR_REPLAY_OPTION', `${message} (--help says more)`);
}

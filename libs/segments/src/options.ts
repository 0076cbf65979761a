import { type AccountSettings, defaultStatusGroups, findZone, suggest } from '@weir/engine';
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { optionError } from './segments-error.ts';
import type { Subcommand } from './subcommand.ts';

export interface Options {
  readonly subcommand: Subcommand;
  /** Null for a subcommand that asks about no segments. */
  readonly definitions: string | null;
  /** With the status groups in common use. */
  readonly account: AccountSettings;
  /** The shop's own status groups, or the path of their file. */
  readonly statusGroups: string | null;
  readonly id: string | null;
  readonly isJson: boolean;
  readonly values: Readonly<Record<string, unknown>>;
}

const shared = {
  definitions: { type: 'string' },
  'time-zone': { type: 'string' },
  currency: { type: 'string' },
  'status-groups': { type: 'string' },
  id: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const satisfies ParseArgsOptionsConfig;

/** Throws WEIR_SEGMENTS_OPTION for anything missing, unknown or malformed; 'help' when that was asked for. */
export function parseOptions(
  args: readonly string[],
  subcommands: Readonly<Record<string, Subcommand>>,
): Options | 'help' {
  const [name = '', ...rest] = args;
  if (args.includes('--help')) return 'help';
  const subcommand = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
  if (subcommand === undefined) throw unknownSubcommand(name, Object.keys(subcommands));
  const values = readValues(rest, subcommand);
  const definitions = textOf(values, 'definitions');
  if (subcommand.needsDefinitions && definitions === null) throw optionError(`${name} needs --definitions DIR`);
  return {
    subcommand,
    definitions: subcommand.needsDefinitions ? definitions : null,
    account: {
      timeZone: readZone(textOf(values, 'time-zone') ?? 'UTC'),
      currency: readCurrency(textOf(values, 'currency') ?? 'RUB'),
      statusGroups: defaultStatusGroups,
    },
    statusGroups: textOf(values, 'status-groups'),
    id: textOf(values, 'id'),
    isJson: values['json'] === true,
    values,
  };
}

function unknownSubcommand(name: string, known: readonly string[]): Error {
  const allowed = known.join(', ');
  if (name === '' || name.startsWith('-')) return optionError(`say first what is asked: ${allowed}`);
  const near = suggest(name, known);
  return optionError(`${name} is not known; ${near === undefined ? '' : `did you mean ${near}? `}Known: ${allowed}`);
}

function readValues(args: readonly string[], { options }: Subcommand): Readonly<Record<string, unknown>> {
  try {
    const own = Object.fromEntries(Object.entries(options).map(([name, { help: _help, ...option }]) => [name, option]));
    return parseArgs({ args: [...args], allowPositionals: false, options: { ...own, ...shared } }).values;
  } catch (error) {
    throw optionError((error as Error).message);
  }
}

function textOf(values: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = values[name];
  if (value === '') throw optionError(`--${name} is empty`);
  return typeof value === 'string' ? value : null;
}

function readZone(zone: string): string {
  if (findZone(zone) !== undefined) return zone;
  throw optionError(`--time-zone ${zone} is not an IANA time zone such as Europe/Moscow`);
}

function readCurrency(code: string): string {
  if (/^[A-Z]{3}$/.test(code)) return code;
  throw optionError(`--currency ${code} is not an ISO 4217 code such as EUR`);
}

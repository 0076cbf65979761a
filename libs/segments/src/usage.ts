import type { Subcommand } from './subcommand.ts';

const shared: readonly (readonly [string, string])[] = [
  ['--definitions DIR', 'the files of the segments, one or several to a YAML or JSON file'],
  ['--id ID', 'only the segment with this id'],
  ['--time-zone ZONE', 'the account’s time zone (default UTC)'],
  ['--currency CODE', 'the account’s currency (default RUB; of events, the one most orders are in)'],
  ['--status-groups FILE', 'YAML or JSON: the shop’s status codes and the group of each; or the mapping itself, {...}'],
  ['--json', 'data instead of text'],
  ['--help', 'this text'],
];

/** The text of --help, of all subcommands. */
export function usageOf(subcommands: Readonly<Record<string, Subcommand>>): string {
  const named = Object.entries(subcommands);
  const own = new Map<string, { readonly option: string; readonly help: string; readonly names: string[] }>();
  for (const [name, { options }] of named) {
    for (const [option, { type, help }] of Object.entries(options)) {
      const shown = `--${option}${type === 'string' ? ' VALUE' : ''}`;
      const known = own.get(shown + help);
      if (known === undefined) own.set(shown + help, { option: shown, help, names: [name] });
      else known.names.push(name);
    }
  }
  const ownRows = [...own.values()].map(({ option, help, names }) => [option, `${names.join(', ')}: ${help}`] as const);
  return `Usage: npm run -s segments -- SUBCOMMAND --definitions DIR [more options]

Answers questions about segments from their files, before anything is published.

${table(named.map(([name, { summary }]) => [name, summary]))}

${table([...shared.slice(0, -1), ...ownRows, ...shared.slice(-1)])}

Exit code 0 when there is an answer, 1 when the files have problems (or warnings, with --strict), 2 when the options are wrong.
`;
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`).join('\n');
}

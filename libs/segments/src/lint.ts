import { lintSegments, type Warning } from '@weir/engine';
import { readFieldsSeen } from './fields-seen.ts';
import type { SegmentSource } from './read-segments.ts';
import { type Asked, jsonAnswer, type Subcommand } from './subcommand.ts';

/** Warnings of what parses and is surely not meant. */
export const lint: Subcommand = {
  summary: 'warnings of what can be read but is surely not meant',
  options: {
    'fields-from': {
      type: 'string',
      multiple: true,
      help: 'events of customers, orders or activities, NDJSON: warns of fields that none of them has a value in; may be repeated',
    },
    strict: { type: 'boolean', help: 'exit code 1 when there are warnings' },
  },
  needsDefinitions: true,
  run: async (asked) => {
    const warnings = await warningsOf(asked);
    const exitCode = warnings.length > 0 && asked.values['strict'] === true ? 1 : 0;
    if (asked.isJson) return jsonAnswer(warnings, exitCode);
    return { output: [...warnings.map(inWords), inSum(warnings.length, asked)].join('\n'), exitCode };
  },
};

type PlacedWarning = Warning & Pick<SegmentSource, 'file'> & { readonly line: number };

async function warningsOf({ segments, id, account, values }: Asked): Promise<readonly PlacedWarning[]> {
  const files = values['fields-from'] as readonly string[] | undefined;
  const byId = new Map(segments.map((source) => [source.definition.id, source]));
  const found = lintSegments(
    [...byId.values()].map(({ definition }) => definition),
    account,
    files === undefined ? {} : { fieldsSeen: await readFieldsSeen(files) },
  );
  return found.flatMap((warning) => {
    const source = byId.get(warning.segmentId);
    if (source === undefined || (id !== null && warning.segmentId !== id)) return [];
    return [{ ...warning, file: source.file, line: source.lineOf(warning.path) }];
  });
}

/** In the form that editors and terminals make clickable. */
function inWords({ file, line, path, message, advice, rule }: PlacedWarning): string {
  return `${file}:${line}: ${path}: ${message} [${rule}]\n  ${advice}\n`;
}

function inSum(warnings: number, { segments, id }: Asked): string {
  const found = warnings === 0 ? 'No warnings' : `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`;
  return `${found} in ${id ?? (segments.length === 1 ? '1 segment' : `${segments.length} segments`)}.`;
}

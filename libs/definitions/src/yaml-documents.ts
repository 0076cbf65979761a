import { isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments, type ParseOptions } from 'yaml';
import { findUnplain } from './plain-document.ts';

/** One YAML document as plain JSON data, with the lines its values came from. */
export interface YamlDocument {
  readonly value: unknown;
  /** Of the first value, from 1. */
  readonly line: number;
  /** Whether anything but comments stands in it. */
  readonly isEmpty: boolean;
  readonly lineOf: (path: string) => number;
}

export interface YamlProblem {
  readonly line: number | null;
  readonly path: string;
  readonly reason: string;
}

const maxReportedErrors = 10;
const maxAliasExpansion = 100;

/** YAML 1.2, nothing of 1.1: no merge keys, no typed tags, keys are text and stand once. */
const options = {
  version: '1.2',
  schema: 'core',
  stringKeys: true,
  uniqueKeys: true,
  resolveKnownTags: false,
  merge: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const satisfies ParseOptions & Record<string, unknown>;

/**
 * Reads all documents of one file. The text is hostile: tags, directives of other versions, duplicate keys, cyclic or
 * exploding aliases and nesting too deep for the parser all end as problems. Documents are empty when there is a problem.
 */
export function parseYamlDocuments(text: string): { documents: YamlDocument[]; problems: YamlProblem[] } {
  const lines = new LineCounter();
  const lineAt = (offset: number) => lines.linePos(offset).line;
  const parsed = parseAllDocuments(text, { ...options, lineCounter: lines });
  const problems = parsed.flatMap((document) => [
    ...describeErrors([...document.errors, ...document.warnings], lineAt),
    ...(document.directives?.yaml.explicit === true && document.directives.yaml.version !== '1.2'
      ? [
          {
            line: null,
            path: '',
            reason: `%YAML ${document.directives.yaml.version} is not read; remove the directive, the files are YAML 1.2`,
          },
        ]
      : []),
  ]);
  if (problems.length > 0) return { documents: [], problems };
  const documents: YamlDocument[] = [];
  for (const document of parsed) {
    const lineOf = (path: string) => lineOfPath(document.contents, path, lineAt);
    const value = toPlainValue(() => document.toJS({ maxAliasCount: maxAliasExpansion }) as unknown);
    if ('reason' in value) problems.push({ line: lineOf(value.path), path: value.path, reason: value.reason });
    else documents.push({ value: value.plain, line: lineOf(''), isEmpty: isEmpty(document.contents), lineOf });
  }
  return problems.length > 0 ? { documents: [], problems } : { documents, problems };
}

function toPlainValue(read: () => unknown): { plain: unknown } | { path: string; reason: string } {
  let value: unknown;
  try {
    value = read();
  } catch (error) {
    const message = (error as Error).message;
    const isBomb = message.startsWith('Excessive alias count');
    return { path: '', reason: isBomb ? `expands aliases to more than ${maxAliasExpansion} copies` : message };
  }
  return findUnplain(value) ?? { plain: value };
}

function describeErrors(
  errors: readonly { code: string; message: string; pos: [number, number] }[],
  lineAt: (offset: number) => number,
): YamlProblem[] {
  const tooDeep = errors.find((error) => error.code === 'RESOURCE_EXHAUSTION');
  if (tooDeep !== undefined) {
    return [{ line: lineAt(tooDeep.pos[0]), path: '', reason: 'is nested too deeply to be read' }];
  }
  const described = errors.slice(0, maxReportedErrors).map((error) => ({
    line: lineAt(error.pos[0]),
    path: '',
    reason: describeError(error.code, error.message),
  }));
  const more = errors.length - described.length;
  return more > 0 ? [...described, { line: null, path: '', reason: `and ${more} more problems of syntax` }] : described;
}

function describeError(code: string, message: string): string {
  if (code === 'TAG_RESOLVE_FAILED') return `${message}; tags are not allowed, write the plain value`;
  return `is not YAML 1.2: ${message}`;
}

function isEmpty(contents: Node | null): boolean {
  return contents === null || (isScalar(contents) && contents.source === '' && contents.value === null);
}

function lineOfPath(contents: Node | null, path: string, lineAt: (offset: number) => number): number {
  let node: unknown = contents;
  let offset = contents?.range?.[0] ?? 0;
  let rest = path;
  while (rest !== '') {
    const step = stepInto(node, rest);
    if (step === undefined) break;
    offset = step.offset;
    node = step.node;
    rest = step.rest;
  }
  return lineAt(offset);
}

/** One step of a path; names may themselves hold dots, so the longest key that fits wins. */
function stepInto(node: unknown, path: string): { node: unknown; offset: number; rest: string } | undefined {
  const index = /^\[(\d+)\]\.?/.exec(path);
  if (index !== null) {
    if (!isSeq(node)) return undefined;
    const item = node.items[Number(index[1])] as Node | undefined;
    if (item?.range == null) return undefined;
    return { node: item, offset: item.range[0], rest: path.slice(index[0].length) };
  }
  if (!isMap(node)) return undefined;
  let best: { node: unknown; offset: number; rest: string } | undefined;
  for (const { key, value } of node.items) {
    if (!isScalar(key) || typeof key.value !== 'string' || key.range == null || !path.startsWith(key.value)) continue;
    const rest = path.slice(key.value.length);
    if (rest !== '' && rest[0] !== '.' && rest[0] !== '[') continue;
    if (best === undefined || rest.length < best.rest.length) {
      best = { node: value, offset: key.range[0], rest: rest.startsWith('.') ? rest.slice(1) : rest };
    }
  }
  return best;
}

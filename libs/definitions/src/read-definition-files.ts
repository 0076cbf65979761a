import { isUtf8 } from 'node:buffer';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { notJson } from '@weir/codec';
import { type Reference, referencesInDocument } from '@weir/engine';
import {
  type DefinitionDocument,
  type DefinitionKind,
  definitionKey,
  definitionKinds,
  type FileProblem,
} from './definition-document.ts';
import { kindTable, recogniseKind } from './document-kinds.ts';
import { parseYamlDocuments, type YamlDocument } from './yaml-documents.ts';

const maxFileBytes = 1024 * 1024;
const maxFiles = 20_000;
const idPattern = /^[a-z0-9][a-z0-9-]{0,63}$/;

export interface DefinitionFiles {
  /** Documents without problems of their own, in order of file name and place. */
  readonly documents: readonly DefinitionDocument[];
  /** Everything wrong in all files, in the same order. */
  readonly problems: readonly FileProblem[];
  /** Keys such as `segment/tea-lovers` of documents that are there and have problems: others may refer to them. */
  readonly unreadable: ReadonlySet<string>;
  /** What those of them that are segments refer to. */
  readonly references: readonly FileReference[];
}

/** A segment's id, and where it is named. */
export interface FileReference extends Reference {
  readonly file: string;
  readonly line: number | null;
}

/**
 * Reads every *.yaml, *.yml and *.json below a directory (names that begin with a dot are left out) and checks each
 * document by itself. Reports all problems, never only the first, that the directory cannot be read among them.
 */
export async function readDefinitionFiles(directory: string): Promise<DefinitionFiles> {
  const found: Findings = { documents: [], problems: [], unreadable: new Set(), references: [] };
  const refuse = (reason: string): void => void found.problems.push({ file: directory, line: null, path: '', reason });
  const files = await listFiles(directory, '').catch((error: NodeJS.ErrnoException) => refuse(whyNotListed(error)));
  const reason = files === undefined ? null : whyNotSoMany(files.length);
  if (reason !== null) refuse(reason);
  else for (const file of files ?? []) await readFile(directory, file, found);
  return { ...found, documents: withoutRepeats(found.documents, found.problems) };
}

interface Findings {
  readonly documents: DefinitionDocument[];
  readonly problems: FileProblem[];
  readonly unreadable: Set<string>;
  readonly references: FileReference[];
}

function whyNotListed({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'is not there: name the directory that holds the definitions';
  return code === 'ENOTDIR' ? 'is no directory: name the one that holds the file' : `cannot be read: ${message}`;
}

function whyNotSoMany(files: number): string | null {
  if (files === 0) return 'holds no *.yaml, *.yml or *.json file';
  return files > maxFiles ? `holds ${files} files; ${maxFiles} are allowed` : null;
}

async function readFile(directory: string, file: string, found: Findings): Promise<void> {
  const read = await readText(join(directory, file));
  if ('reason' in read) found.problems.push({ file, line: null, path: '', reason: read.reason });
  else readDocuments(file, read.text, found);
}

/** Names relative to the root, in byte order so that the order does not depend on the machine. Links to files count as files, links to directories are not followed. */
async function listFiles(root: string, below: string): Promise<string[]> {
  const entries = await readdir(join(root, below), { withFileTypes: true });
  entries.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  const files: string[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) files.push(...(await listFiles(root, name)));
    else if (/\.(yaml|yml|json)$/i.test(entry.name)) files.push(name);
  }
  return files;
}

async function readText(path: string): Promise<{ text: string } | { reason: string }> {
  try {
    const { size } = await stat(path).then((found) => (found.isFile() ? found : { size: -1 }));
    if (size < 0) return { reason: 'is not a regular file' };
    if (size > maxFileBytes) return { reason: `is larger than ${maxFileBytes} bytes: split it` };
    const bytes = await readAtMost(path, maxFileBytes);
    if (!isUtf8(bytes)) return { reason: 'is not UTF-8 text' };
    return { text: bytes.toString('utf8').replace(/^\uFEFF/, '') };
  } catch (error) {
    return { reason: `cannot be read: ${(error as Error).message}` };
  }
}

/** The limit holds also for a file that grows while it is read. */
async function readAtMost(path: string, limit: number): Promise<Buffer> {
  const handle = await open(path);
  try {
    const buffer = Buffer.alloc(limit);
    let length = 0;
    while (length < limit) {
      const { bytesRead } = await handle.read(buffer, length, limit - length, null);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return buffer.subarray(0, length);
  } finally {
    await handle.close();
  }
}

function readDocuments(file: string, text: string, found: Findings): void {
  const reason = /\.json$/i.test(file) ? whyNotJson(text) : null;
  const parsed =
    reason === null ? parseYamlDocuments(text) : { documents: [], problems: [{ line: null, path: '', reason }] };
  if (parsed.problems.length > 0) {
    found.problems.push(...parsed.problems.map((problem) => ({ file, ...problem })));
    for (const key of keysIn(text)) found.unreadable.add(key);
    return;
  }
  const filled = parsed.documents.filter((document) => !document.isEmpty);
  if (filled.length === 0) {
    found.problems.push({ file, line: null, path: '', reason: 'holds no definition: write one or remove the file' });
  }
  for (const document of filled) readDocument(file, document, found);
}

/** YAML 1.2 contains JSON; a .json file may hold nothing more. */
function whyNotJson(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return notJson(error as Error);
  }
}

/** What a text that cannot be parsed seems to define: lines that look like an identifying key. */
function keysIn(text: string): string[] {
  return definitionKinds.flatMap((kind) => {
    const pattern = new RegExp(
      `^[\\s{]*["']?${kindTable[kind].idKey}["']?\\s*:\\s*["']?([a-z0-9][a-z0-9-]{0,63})`,
      'gm',
    );
    return [...text.matchAll(pattern)].map(([, id = '']) => definitionKey({ kind, id }));
  });
}

function readDocument(file: string, { value, line, lineOf }: YamlDocument, found: Findings): void {
  const refuse = (path: string, reason: string): void =>
    void found.problems.push({ file, line: lineOf(path), path, reason });
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse('', `must be a mapping of names to values, not ${describe(value)}`);
  }
  const document = value as Record<string, unknown>;
  const recognised = recogniseKind(document);
  if ('reason' in recognised) return refuse('', recognised.reason);
  const { kind } = recognised;
  const { idKey, check } = kindTable[kind];
  const id = document[idKey];
  const problems = check(document);
  for (const { path, reason } of problems) refuse(path, reason);
  if (kind === 'segment' && problems.length > 0)
    for (const { id: named, path } of referencesInDocument(document))
      found.references.push({ id: named, path, file, line: lineOf(path) });
  if (typeof id !== 'string' || !idPattern.test(id)) {
    if (problems.length > 0) return;
    return refuse(idKey, `${JSON.stringify(id)} is not an id: 1 to 64 of a-z, 0-9 and -, not beginning with -`);
  }
  if (problems.length > 0) found.unreadable.add(definitionKey({ kind, id }));
  else found.documents.push({ kind, id, file, line, document, lineOf });
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}

/** Of several definitions with one kind and id all but the first are problems. */
function withoutRepeats(documents: readonly DefinitionDocument[], problems: FileProblem[]): DefinitionDocument[] {
  const first = new Map<string, DefinitionDocument>();
  for (const document of documents) {
    const key = definitionKey(document);
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, document);
    else problems.push(repeated(document.kind, document, earlier));
  }
  return [...first.values()];
}

function repeated(kind: DefinitionKind, document: DefinitionDocument, earlier: DefinitionDocument): FileProblem {
  const { idKey } = kindTable[kind];
  return {
    file: document.file,
    line: document.lineOf(idKey),
    path: idKey,
    reason: `${kind} ${document.id} is already defined in ${earlier.file}:${earlier.line}`,
  };
}

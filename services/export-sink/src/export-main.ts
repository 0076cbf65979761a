import { join } from 'node:path';
import { runExport } from './export-command.ts';

const { EXPORT_DATABASE, STATE_DIR } = process.env;
const inStateDirectory = STATE_DIR === undefined ? null : join(STATE_DIR, 'export.sqlite');

process.exitCode = await runExport({
  argv: process.argv.slice(2),
  defaultDatabase: EXPORT_DATABASE ?? inStateDirectory,
  stdout: process.stdout,
  say: (line) => process.stderr.write(`${line}\n`),
});

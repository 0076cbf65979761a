import type { AccountSettings } from '@weir/engine';
import type { ParseArgsOptionsConfig } from 'node:util';
import type { SegmentSource } from './read-segments.ts';

/** Something that can be asked about segments: one file, and one line of the table. */
export interface Subcommand {
  /** One line for --help. */
  readonly summary: string;
  /** Options besides those that all share, as `parseArgs` takes them, each with its line for --help. */
  readonly options: Readonly<Record<string, SubcommandOption>>;
  /** Whether it asks about the segments of a directory, which are then read and checked first. */
  readonly needsDefinitions: boolean;
  /** What is written to standard output, and the exit code. Throws a SegmentsError for what the caller can put right. */
  run(asked: Asked): Promise<Answer> | Answer;
}

export type SubcommandOption = ParseArgsOptionsConfig[string] & { readonly help: string };

/** What the command line asks. */
export interface Asked {
  readonly account: AccountSettings;
  /** All of the directory; what is told of one needs to know the others. */
  readonly segments: readonly SegmentSource[];
  /** The one asked about, or null: all. */
  readonly id: string | null;
  /** Data instead of text for people. */
  readonly isJson: boolean;
  /** The values of the subcommand's own options. */
  readonly values: Readonly<Record<string, unknown>>;
}

export interface Answer {
  /** Without a newline at its end. */
  readonly output: string;
  readonly exitCode: number;
}

/** Data as JSON that people can read too. */
export function jsonAnswer(data: unknown, exitCode = 0): Answer {
  return { output: JSON.stringify(data, null, 2), exitCode };
}

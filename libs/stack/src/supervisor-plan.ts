import { type ProcessIdentity } from './process-identity.ts';

/** A process that the supervisor runs. Its output goes to `<directory>/<name>.log` of the plan. */
export interface ChildPlan {
  name: string;
  command: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
}

/** What the supervisor is told in the one file that it is started with. */
export interface SupervisorPlan {
  children: ChildPlan[];
  logs: string;
  /** Where the stack keeps everything. */
  directory: string;
  /** Whether the directory is removed at the end, with all the data in it. */
  isTemporary: boolean;
  /** Where the supervisor keeps its record, for the case that it cannot end its children itself. */
  recordFile: string;
}

/** A running stack as the next start finds it. */
export interface RunRecord {
  /** The id of the process that the stack was started for, for people who look. */
  launcher: number;
  supervisor: ProcessIdentity;
  children: ProcessIdentity[];
  directory: string;
  isTemporary: boolean;
}

/** What the supervisor reports, one JSON object per line of its stdout. */
export type SupervisorReport = { started: string[] } | { ended: string; how: string };

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** A process id alone is soon another process's; together with the time at which it began it is one process's for good. */
export interface ProcessIdentity {
  pid: number;
  began: string;
}

const run = promisify(execFile);

/** Who has this id now; null when nobody has, or when this system does not tell when a process began. */
export async function identify(pid: number): Promise<ProcessIdentity | null> {
  const began = process.platform === 'linux' ? await beganOnLinux(pid) : await beganByPs(pid);
  return began === null ? null : { pid, began };
}

export async function isRunning({ pid, began }: ProcessIdentity): Promise<boolean> {
  return (await identify(pid))?.began === began;
}

/** Ticks since boot, with the boot's own id; a zombie has ended. */
async function beganOnLinux(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name, in parentheses, may itself hold spaces and parentheses.
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    return state === 'Z' || state === 'X' ? null : `${boot.trim()} ${rest[18]}`;
  } catch {
    return null;
  }
}

async function beganByPs(pid: number): Promise<string | null> {
  return run('ps', ['-o', 'lstart=', '-p', String(pid)]).then(
    ({ stdout }) => stdout.trim() || null,
    () => null,
  );
}

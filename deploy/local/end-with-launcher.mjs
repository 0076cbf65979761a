/**
 * Loaded before the entry: asks it to stop when its launcher is gone, as the end of the pipe between them tells. What it would wait for may be
 * gone as well, such as a broker that was started with it: after a few seconds it ends in any case.
 */
import { Socket } from 'node:net';

const graceMs = 3000;
const fd = Number(process.env.WEIR_LAUNCHER_PIPE);
// Only for this process: one that it starts has no such pipe.
delete process.env.WEIR_LAUNCHER_PIPE;
if (fd > 0) {
  const pipe = new Socket({ fd, readable: true, writable: false });
  pipe.on('error', () => {});
  pipe.on('end', () => {
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.exit(1), graceMs).unref();
  });
  pipe.resume();
  pipe.unref();
}

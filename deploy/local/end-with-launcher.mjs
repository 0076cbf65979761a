/** Loaded before the entry: asks it to stop when its launcher is gone, as the end of the pipe between them tells. */
import { Socket } from 'node:net';

const fd = Number(process.env.WEIR_LAUNCHER_PIPE);
// Only for this process: one that it starts has no such pipe.
delete process.env.WEIR_LAUNCHER_PIPE;
if (fd > 0) {
  const pipe = new Socket({ fd, readable: true, writable: false });
  pipe.on('error', () => {});
  pipe.on('end', () => process.kill(process.pid, 'SIGTERM'));
  pipe.resume();
  pipe.unref();
}

/**
 * One installation of a tree at a time. The lock is a local socket on which its holder listens: the operating system closes
 * it when the holder dies, however it dies, so there is no stale lock; and who waits is told by the closing connection.
 */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * @param {string} root the tree that the lock is for
 * @param {() => void} onWaiting called once, when somebody else holds it
 * @returns {Promise<() => void>} lets go of it
 */
export async function holdLock(root, onWaiting) {
  const address = addressOf(root);
  for (let waited = false; ;) {
    const release = await listen(address);
    if (release !== null) return release;
    if (await isHeld(address, () => waited || ((waited = true), onWaiting()))) continue;
    // A socket file outlives its holder where sockets are files.
    if (isFile(address)) rmSync(address, { force: true });
  }
}

function addressOf(root) {
  const name = `weir-install-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`;
  return process.platform === 'linux' ? `\0${name}` : join(tmpdir(), name);
}

const isFile = (address) => !address.startsWith('\0') && !address.startsWith('\\\\');

function listen(address) {
  return new Promise((resolve, reject) => {
    const waiting = new Set();
    const server = createServer((socket) => {
      waiting.add(socket.on('error', () => {}).on('close', () => waiting.delete(socket)));
    });
    const release = () => {
      server.close();
      for (const socket of waiting) socket.destroy();
    };
    server.on('error', (error) => (error.code === 'EADDRINUSE' ? resolve(null) : reject(error)));
    server.listen(address, () => resolve(release));
  });
}

/** Resolves when the holder has let go: true if there was one, false if nobody listened. */
function isHeld(address, onWaiting) {
  return new Promise((resolve) => {
    const socket = connect(address);
    let wasHeld = false;
    socket.on('connect', () => {
      wasHeld = true;
      onWaiting();
    });
    socket.on('error', () => {}).on('close', () => resolve(wasHeld));
    socket.resume();
  });
}

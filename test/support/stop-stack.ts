/** Jest's global tear-down. */
export default async function stopOnce(): Promise<void> {
  await globalThis.weirStack?.stop();
}

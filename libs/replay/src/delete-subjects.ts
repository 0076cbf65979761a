/**
 * Removes subjects from a schema registry, for good. One that is not there or cannot be removed is passed over: a schema
 * that stays behind harms nobody.
 */
export async function deleteSubjects(registryUrl: string, subjects: readonly string[]): Promise<void> {
  for (const subject of subjects) {
    const url = `${registryUrl}/subjects/${encodeURIComponent(subject)}`;
    // The registry removes for good only what was removed before.
    for (const address of [url, `${url}?permanent=true`]) {
      await fetch(address, { method: 'DELETE', signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    }
  }
}

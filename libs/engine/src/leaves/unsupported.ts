import type { LeafSpelling } from './leaf.ts';

/** Part of the language, but needing facts that are not kept yet: refused clearly rather than ignored. */
export function unsupported(name: string, needs: string): LeafSpelling {
  return { parse: (_raw, reader) => reader.fail(`${name} is not supported yet: it needs ${needs}`), schema: null };
}

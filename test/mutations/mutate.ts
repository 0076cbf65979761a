import { registerHooks } from 'node:module';
import { mutants } from './mutants.ts';

/** Loaded before anything else, plants the fault that WEIR_MUTANT names while the engine's sources are read. */
const planted = mutants.find(({ name }) => name === process.env['WEIR_MUTANT']);
if (planted === undefined) throw new Error(`no such mutant: ${process.env['WEIR_MUTANT']}`);
const { file, text, fault } = planted;

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.endsWith(`/libs/engine/src/${file}`) || loaded.source === undefined || loaded.source === null)
      return loaded;
    const source =
      typeof loaded.source === 'string' ? loaded.source : Buffer.from(loaded.source as Uint8Array).toString();
    if (source.split(text).length !== 2) throw new Error(`${file} does not hold exactly once: ${text}`);
    return { ...loaded, source: source.replace(text, () => fault) };
  },
});

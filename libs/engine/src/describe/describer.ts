import type { Words } from './clause.ts';
import type { Setting } from './setting.ts';

/** One kind of leaf in words: a clause about "they", and its opposite. */
export type Describer<Spec extends object> = (spec: Spec, setting: Setting) => Words;

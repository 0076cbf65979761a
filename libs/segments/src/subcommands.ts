import { describe } from './describe.ts';
import { explain } from './explain.ts';
import { forecast } from './forecast.ts';
import { lint } from './lint.ts';
import { schema } from './schema.ts';
import type { Subcommand } from './subcommand.ts';

/** The one table of subcommands, by the name that the command line gives them. */
export const subcommands: Readonly<Record<string, Subcommand>> = { lint, describe, explain, forecast, schema };

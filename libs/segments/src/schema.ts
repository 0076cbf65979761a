import { segmentSchema } from '@weir/engine';
import { jsonAnswer, type Subcommand } from './subcommand.ts';

/** The JSON Schema of segment documents: what is in schemas/segment.schema.json, and what makes it. */
export const schema: Subcommand = {
  summary: 'the JSON Schema of segment files, for editors to complete and check them by',
  options: {},
  needsDefinitions: false,
  run: () => jsonAnswer(segmentSchema()),
};

import { MAX_NAME_LENGTH } from './definition.ts';
import { hoistTitled, type JsonSchema, listOf, objectOf, wordOf } from './json-schema.ts';
import { leafSchemas } from './leaves/kinds.ts';
import { timePointSchema } from './literal.ts';
import { MAX_CHILDREN } from './parse-condition.ts';
import { segmentIdSchema } from './segment-id.ts';

/**
 * A JSON Schema of segment documents, for editors to complete and check them by. Each kind of leaf, aggregate and operator tells its part beside its parser. It takes
 * every document that `parseSegment` takes; what it takes and `parseSegment` refuses is what takes more than shape to see, such as an empty range.
 */
export function segmentSchema(): JsonSchema {
  const condition = { $ref: '#/definitions/condition' };
  const conditions = listOf(condition, MAX_CHILDREN);
  const logic = {
    all: conditions,
    any: conditions,
    none: conditions,
    not: condition,
    atLeast: objectOf({ k: { type: 'integer', minimum: 1 }, of: conditions }, { required: ['k', 'of'] }),
  };
  const root = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    ...objectOf(
      {
        id: segmentIdSchema,
        name: { type: 'string', minLength: 1, maxLength: MAX_NAME_LENGTH },
        description: { type: 'string' },
        version: { type: 'integer', minimum: 1 },
        timeZone: { type: 'string', description: 'IANA, such as Europe/Moscow, or customer' },
        kind: wordOf(['dynamic', 'static']),
        asOf: timePointSchema,
        when: { title: 'condition', ...objectOf({ ...logic, ...leafSchemas }) },
      },
      { required: ['id', 'name', 'when'] },
    ),
  };
  return hoistTitled(root);
}

import { explainSegment, explanationInWords } from '@weir/engine';
import { customerOptions, readCustomers } from './customers.ts';
import { withInstants } from './instants.ts';
import { optionError } from './segments-error.ts';
import { type Answer, type Asked, jsonAnswer, type Subcommand } from './subcommand.ts';

/** Why a customer is in a segment or is not, since when and until when, and what is missing. */
export const explain: Subcommand = {
  summary: 'why a customer is in a segment or not, since when, until when, and what is missing to enter',
  options: customerOptions,
  needsDefinitions: true,
  run: async (asked: Asked): Promise<Answer> => {
    const { customer } = asked.values;
    if (typeof customer !== 'string' || customer === '') throw optionError('explain needs --customer ID');
    const { catalog, states, at, segmentIds } = await readCustomers(asked);
    const state = states.get(customer);
    if (state === undefined)
      throw optionError(`no event of the customer ${customer} lies at ${new Date(at).toISOString()} or before`);
    const explanations = segmentIds.map((id) => explainSegment(catalog, state, id, at));
    if (asked.isJson) return jsonAnswer(withInstants(explanations));
    return { output: explanations.map(explanationInWords).join('\n\n'), exitCode: 0 };
  },
};

import { asksForPresence, type Operation, type Test } from '../tests/test.ts';
import { allWords, opposite, quote, quotedList, type Words } from './clause.ts';
import { countedPhrase } from './number-phrases.ts';
import { countWords } from './quantity-words.ts';

/** Whole clauses about the tags of a customer, who may have none. */
export function tagsClause(test: Test): Words {
  return allWords(test.operations.map(operationWords));
}

function operationWords(operation: Operation): Words {
  const wanted = asksForPresence(operation);
  if (wanted !== undefined) {
    const words = { yes: 'they have a tag', no: 'they have no tag' };
    return wanted ? words : opposite(words);
  }
  if (operation.op === 'size') {
    const count = countedPhrase(operation.operand as Test, countWords);
    return { yes: `the number of their tags is ${count.yes}`, no: `the number of their tags is ${count.no}` };
  }
  const tags = operation.operand as readonly string[];
  if (operation.op === 'hasAll' && tags.length > 1) {
    const all = quotedList(tags, 'and');
    return { yes: `they have all of the tags ${all}`, no: `they lack at least one of the tags ${all}` };
  }
  return operation.op === 'hasNone' ? opposite(anyTag(tags)) : anyTag(tags);
}

function anyTag(tags: readonly string[]): Words {
  const [only = ''] = tags;
  if (tags.length === 1)
    return { yes: `they have the tag ${quote(only)}`, no: `they do not have the tag ${quote(only)}` };
  const any = quotedList(tags, 'or');
  return { yes: `they have at least one of the tags ${any}`, no: `they have none of the tags ${any}` };
}

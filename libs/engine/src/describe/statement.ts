import type { Condition } from '../condition.ts';
import { leafWords } from './kinds.ts';
import { countWords } from './quantity-words.ts';
import type { Setting } from './setting.ts';

/** A condition in words. Negations have been carried down to the clauses, so that nobody has to think backwards. */
export type Statement =
  | { readonly kind: 'clause'; readonly text: string }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Statement[] }
  | { readonly kind: 'count'; readonly words: string; readonly of: readonly Statement[] };

export function statementOf(condition: Condition, setting: Setting, isDenied = false): Statement {
  switch (condition.kind) {
    case 'leaf': {
      const { yes, no } = leafWords(condition, setting);
      return { kind: 'clause', text: isDenied ? no : yes };
    }
    case 'not':
      return statementOf(condition.of, setting, !isDenied);
    case 'all':
    case 'any':
      return group((condition.kind === 'all') === isDenied ? 'any' : 'all', condition.of, setting, isDenied);
    case 'atLeast':
      return counted(condition, setting, isDenied);
  }
}

/** One condition is itself; a group within one of its own kind is part of it. */
function group(kind: 'all' | 'any', of: readonly Condition[], setting: Setting, isDenied: boolean): Statement {
  const statements = of
    .map((condition) => statementOf(condition, setting, isDenied))
    .flatMap((statement) => (statement.kind === kind ? statement.of : [statement]));
  const [only] = statements;
  return only !== undefined && statements.length === 1 ? only : { kind, of: statements };
}

function counted(
  { k, of }: { readonly k: number; readonly of: readonly Condition[] },
  setting: Setting,
  isDenied: boolean,
): Statement {
  if (k === of.length) return group(isDenied ? 'any' : 'all', of, setting, isDenied);
  if (k === 1) return group(isDenied ? 'all' : 'any', of, setting, isDenied);
  const statements = of.map((condition) => statementOf(condition, setting));
  return { kind: 'count', words: `${isDenied ? 'fewer than' : 'at least'} ${countWords(k)}`, of: statements };
}

import type { LeafCondition } from '../condition.ts';
import type { SegmentDefinition } from '../definition.ts';
import type { OrdersSpec } from '../leaves/orders.ts';
import type { Operation, Test } from '../tests/test.ts';
import { instantOperationsOf, signedLeavesOf, windowOf } from './operations.ts';
import type { Finding, Rule } from './rule.ts';

/** Names that speak of what is long over, and of what was just now; in English and in Russian. */
const longAgo =
  /\b(?:ago|lapsed|dormant|inactive|churned|win-?back|slipping)\b|(?<!\p{L})(?:назад|давно|спящи\p{L}+|уснувши\p{L}+|отток\p{L}*)(?!\p{L})/iu;
const justNow =
  /\b(?:recent|recently|in the last|in the past|within the last)\b|(?<!\p{L})(?:недавно|недавни\p{L}+|за последни\p{L}+)(?!\p{L})/iu;

/** A segment whose only rolling tests point the other way than its name. */
export const nameAndTime: Rule = ({ definitions }) => definitions.flatMap(findMismatch);

function findMismatch({ id, name, when }: SegmentDefinition): readonly Finding[] {
  const says = (words: RegExp): boolean => words.test(name) || words.test(id.replaceAll('-', ' '));
  const [isOld, isNew] = [says(longAgo), says(justNow)];
  if (isOld === isNew) return [];
  const found = signedLeavesOf(when).map(({ leaf, isDenied }) => ({ leaf, direction: directionOf(leaf, isDenied) }));
  // One leaf that may point the way of the name is enough to be silent.
  if (found.some(({ direction }) => direction === 'unclear' || direction === (isOld ? 'past' : 'recent'))) return [];
  const against = found.find(({ direction }) => direction !== 'none');
  if (against === undefined) return [];
  return [
    isOld
      ? {
          segmentId: id,
          path: against.leaf.path,
          message: 'looks for what happened lately, and the name speaks of what is long ago',
          advice: 'moreThanAgo: P3M is three months ago or longer; inLast: P3M is less than three months ago.',
        }
      : {
          segmentId: id,
          path: against.leaf.path,
          message: 'looks for what happened long ago, and the name speaks of what is recent',
          advice: 'inLast: P30D is less than 30 days ago; moreThanAgo: P30D is 30 days ago or longer.',
        },
  ];
}

/** Which way a leaf points: none when it is not about how long ago something was. */
type Direction = 'recent' | 'past' | 'none' | 'unclear';

function directionOf(leaf: LeafCondition, isDenied: boolean): Direction {
  if (isOfEitherWay.has(leaf.leaf)) return 'unclear';
  const operations = instantOperationsOf(leaf);
  if (operations.length > 0) return isDenied ? 'unclear' : directionOfTest(operations);
  const isCounted = leaf.leaf === 'orders' || leaf.leaf === 'activity';
  return isCounted ? directionOfOrders(leaf.spec as OrdersSpec, isDenied, leaf) : 'none';
}

/** Where another segment points is not looked into; and a message that came to nothing lately speaks of long silence as well. */
const isOfEitherWay: ReadonlySet<string> = new Set([
  ...['segment', 'notSegment', 'inSegmentFor', 'enteredSegment'],
  ...['messages', 'sequence'],
]);

function directionOfTest(operations: readonly Operation[]): Direction {
  const names = operations.map(({ op }) => op);
  if (names.every((op) => op === 'inLast')) return 'recent';
  return names.every((op) => op === 'moreThanAgo') ? 'past' : 'unclear';
}

/** That there are orders or activities in a window that ends now is recent; anything else about a window may be meant either way. */
function directionOfOrders(
  { aggregate, ask }: Pick<OrdersSpec, 'aggregate' | 'ask'>,
  isDenied: boolean,
  leaf: LeafCondition,
): Direction {
  const window = windowOf(leaf);
  if (window === null) return aggregate === 'daysSinceLast' ? 'unclear' : 'none';
  if (window.kind !== 'inLast' || isDenied) return 'unclear';
  if (aggregate === 'exists') return (ask as { readonly wanted: boolean }).wanted ? 'recent' : 'unclear';
  if (aggregate !== 'count' && aggregate !== 'sum') return 'unclear';
  const { operations } = (ask as { readonly test: Test }).test;
  return operations.every(({ op, operand }) => (op === 'gte' || op === 'gt') && Number(operand) > 0)
    ? 'recent'
    : 'unclear';
}

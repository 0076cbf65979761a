import { listWords, quote } from '../describe/clause.ts';
import { countWords } from '../describe/quantity-words.ts';
import { zoneWords } from '../describe/setting.ts';
import type { Instant } from '../facts.ts';
import { findZone, type Zone } from '../zone.ts';
import type { ExplainedGroup, ExplainedLeaf, ExplainedNode, Explanation, Missing, Standing } from './explanation.ts';
import type { Remedy } from './leaf-report.ts';
import { timeWords } from './time-words.ts';

/** The explanation for people to read: a headline, the tree with a mark for each part, and what is missing. Lines are joined by line feeds. */
export function explanationInWords(explanation: Explanation): string {
  const { customerId, segment, at, timeZone, tree, missing } = explanation;
  const zone = findZone(timeZone) as Zone;
  const head = `Customer ${customerId} and the segment ${quote(segment.name)} (${segment.id}) on ${timeWords(at, zone)} ${zoneWords(timeZone)}`;
  const asItIs = explanation.isFixed ? ['As things are now:'] : [];
  const lines = [head, standingWords(explanation, zone), ...asItIs, ...treeLines(tree, zone, '')];
  if (missing !== null) lines.push(...missingLines('To enter', missing, zone));
  return lines.join('\n');
}

function standingWords(explanation: Explanation, zone: Zone): string {
  const { isKnown, isMember, since, until } = explanation;
  if (!isKnown) return 'Nothing is known of this customer: no segment is decided before the first event.';
  const state = isMember ? 'In' : 'Not in';
  const from = since === null ? '' : ` since ${timeWords(since, zone)}`;
  if (explanation.isFixed) return `${state}${from}; the segment is static, and nothing that happens changes this.`;
  if (until === null) return `${state}${from}; ${isMember ? 'stays' : 'does not enter'} if nothing happens.`;
  const turn = `${isMember ? 'leaves' : 'enters'} on ${timeWords(until, zone)} ${zoneWords(explanation.timeZone)}`;
  return `${state}${from}; ${turn}${unlessWords(explanation.unless)}.`;
}

const oneOrder = 'place such an order';
const verbs = { orders: 'place', activities: 'have', messages: 'have', money: 'spend', names: 'buy' } as const;

/** Said where a number of orders or the like would do; the whole of it is in the data. */
function unlessWords(missing: Missing | null): string {
  const deeds = missing === null ? [] : deedsOf(missing);
  return deeds.length === 0 ? ' if nothing happens' : ` unless they ${listWords(deeds, 'or')} before`;
}

function deedsOf(missing: Missing): readonly string[] {
  if (missing.kind === 'some') return missing.k === 1 ? missing.of.flatMap(deedsOf) : [];
  return missing.leaf.remedies.flatMap(({ more, words, isInTime }) =>
    isInTime && more !== null
      ? [more.of === 'orders' && more.amount === 1 ? oneOrder : `${verbs[more.of]} ${words}`]
      : [],
  );
}

function treeLines(node: ExplainedNode, zone: Zone, indent: string): string[] {
  const mark = `${indent}${node.value ? '✓' : '✗'}`;
  if (node.kind === 'leaf') return [`${mark} ${node.condition}: ${node.found}${spanWords(node, zone)}`];
  return [
    `${mark} ${groupWords(node)}${spanWords(node, zone)}`,
    ...node.of.flatMap((child) => treeLines(child, zone, `${indent}  `)),
  ];
}

function groupWords({ kind, k, of }: ExplainedGroup): string {
  const holding = of.filter(({ value }) => value).length;
  const found = holding === 0 ? 'none' : holding === of.length ? 'all' : countWords(holding);
  switch (kind) {
    case 'all':
      return `all of these hold: ${found} of ${countWords(of.length)}`;
    case 'any':
      return `at least one of these holds: ${found} of ${countWords(of.length)}`;
    case 'atLeast':
      return `at least ${countWords(k)} of these hold: ${found} of ${countWords(of.length)}`;
    case 'not':
      return 'this does not hold';
  }
}

function spanWords({ since, until }: Standing, zone: Zone): string {
  const parts = [
    ...(since === null ? [] : [`since ${timeWords(since, zone)}`]),
    ...(until === null ? [] : [`until ${timeWords(until, zone)} if nothing happens`]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function missingLines(head: string, missing: Missing, zone: Zone): string[] {
  if (missing.kind === 'leaf')
    return [`${head}, this has to come true: ${missingLeaf(missing.wanted, missing.leaf, zone)}`];
  const { k, of } = missing;
  const what = k === of.length ? 'all of these have' : k === 1 ? 'one of these has' : `${countWords(k)} of these have`;
  return [`${head}, ${what} to come true:`, ...of.flatMap((part) => listed(part, zone, '  '))];
}

function listed(missing: Missing, zone: Zone, indent: string): string[] {
  if (missing.kind === 'leaf') return [`${indent}- ${missingLeaf(missing.wanted, missing.leaf, zone)}`];
  const { k, of } = missing;
  const what = k === of.length ? 'all' : k === 1 ? 'one' : countWords(k);
  return [`${indent}- ${what} of`, ...of.flatMap((part) => listed(part, zone, `${indent}  `))];
}

function missingLeaf(wanted: string, leaf: ExplainedLeaf, zone: Zone): string {
  const ways = waysOf(leaf.remedies, leaf.until, zone);
  if (leaf.isFixed) return `${wanted}; nothing that happens changes this`;
  return ways.length === 0 ? wanted : `${wanted}; it takes ${listWords(ways, 'or')}`;
}

function waysOf(remedies: readonly Remedy[], until: Instant | null, zone: Zone): string[] {
  const waiting = until === null ? [] : [`waiting until ${timeWords(until, zone)}`];
  const useful = remedies.filter(({ isTooLate }) => isTooLate !== true);
  return [...useful.map(({ words, scope }) => (scope === '' ? words : `${words} ${scope}`)), ...waiting];
}

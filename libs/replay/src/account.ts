import { readFile } from 'node:fs/promises';
import { parseYamlDocuments } from '@weir/definitions';
import { defaultStatusGroups, type StatusGroup, statusGroupNames } from '@weir/engine';
import { type ReplayEvent } from './replay-event.ts';
import { ReplayError } from './replay-error.ts';

type StatusGroups = Readonly<Record<string, StatusGroup>>;

/** ISO 4217 for "no currency": the account's when nothing says which it is. */
export const noCurrency = 'XXX';

/**
 * A YAML or JSON mapping of the shop's status codes to groups, on top of the codes in common use: the path of its file, or the
 * mapping itself, which begins with a brace. Null: those codes alone. Throws WEIR_REPLAY_OPTION with everything wrong in it.
 */
export async function readStatusGroups(given: string | null): Promise<StatusGroups> {
  if (given === null) return defaultStatusGroups;
  const text = given.trimStart().startsWith('{') ? given : await readText(given);
  const { documents, problems } = parseYamlDocuments(text);
  const found = documents[0]?.value;
  const reasons = problems.map(({ line, reason }) => `line ${line}: ${reason}`);
  if (
    reasons.length === 0 &&
    (documents.length !== 1 || typeof found !== 'object' || found === null || Array.isArray(found))
  ) {
    reasons.push('must be one mapping of status codes to groups');
  }
  const entries = reasons.length > 0 ? [] : Object.entries(found as Record<string, unknown>);
  for (const [code, group] of entries) {
    if (statusGroupNames.includes(group as StatusGroup)) continue;
    reasons.push(`${code}: ${JSON.stringify(group)} is not one of ${statusGroupNames.join(', ')}`);
  }
  if (reasons.length > 0)
    throw new ReplayError(
      'WEIR_REPLAY_OPTION',
      reasons.map((reason) => `--status-groups ${given}: ${reason}`).join('\n'),
    );
  return { ...defaultStatusGroups, ...(Object.fromEntries(entries) as StatusGroups) };
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: Error) => {
    throw new ReplayError('WEIR_REPLAY_OPTION', `--status-groups: ${error.message}`);
  });
}

export interface CurrencyChoice {
  readonly currency: string;
  /** Other currencies that orders are in, the most frequent first. */
  readonly others: readonly string[];
}

/** The currency that most orders are in, the first in the alphabet of equals; `noCurrency` when there are no orders. */
export function chooseCurrency(events: readonly ReplayEvent[]): CurrencyChoice {
  const orders = new Map<string, number>();
  for (const { topic, event } of events) {
    if (topic === 'order-events') orders.set(event.order.currency, (orders.get(event.order.currency) ?? 0) + 1);
  }
  const ranked = [...orders].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([currency]) => currency);
  const [currency = noCurrency, ...others] = ranked;
  return { currency, others };
}

import type { Condition } from '../condition.ts';
import type { JsonSchema } from '../json-schema.ts';
import { type Leaf, type LeafContext, zoneFields, zoneFor } from '../leaves/leaf.ts';
import { answering } from '../orders/answering.ts';
import { type Reader, shorten } from '../reading.ts';
import type { SelectionRequest } from '../tracks/selection.ts';
import { parseWindow, type Window, windowInWords, windowSchema } from '../tracks/window.ts';
import { count, exists } from './counting.ts';
import { first, last } from './ends.ts';
import type { OccasionAggregate } from './occasion-aggregate.ts';
import type { Noun } from './occasion-view.ts';
import { reportOccasions } from './occasions-inquiry.ts';

/** What can be asked of the occasions of any source: the one table. */
const aggregates = { exists, count, first, last } as const;

export type AggregateName = keyof typeof aggregates;
const aggregateNames = Object.keys(aggregates) as readonly AggregateName[];

/** One question about occasions that a window shows; which ones, the leaf says beside. */
export interface OccasionQuestion {
  readonly aggregate: AggregateName;
  readonly ask: object;
  readonly window: Window | null;
}

/** The keys of a document that `parseQuestions` reads. */
export const questionNames: readonly string[] = ['window', ...aggregateNames];

/** Of what `parseQuestions` reads. */
export const questionSchemas: Readonly<Record<string, JsonSchema>> = {
  window: windowSchema,
  ...Object.fromEntries(aggregateNames.map((name) => [name, (aggregates[name] as OccasionAggregate<object>).schema])),
};

/** A condition for each question that the document asks of what `choice` lets through; whether there is any, when it asks none. */
export function parseQuestions<Choice extends object>(
  leaf: string,
  choice: Choice | undefined,
  entries: ReadonlyMap<string, unknown>,
  reader: Reader,
): readonly Condition[] | undefined {
  const window = entries.has('window') ? parseWindow(entries.get('window'), reader.at('window')) : null;
  const asked = aggregateNames.filter((name) => entries.has(name));
  const asks: readonly (readonly [AggregateName, unknown])[] =
    asked.length === 0 ? [['exists', true]] : asked.map((name) => [name, entries.get(name)]);
  const leaves = asks.map(([aggregate, value]): Condition | undefined => {
    const ask = (aggregates[aggregate] as OccasionAggregate<object>).parse(value, reader.at(aggregate));
    if (ask === undefined || choice === undefined || window === undefined) return undefined;
    const spec = { aggregate, ask, ...choice, window } satisfies OccasionQuestion;
    return { kind: 'leaf', leaf, spec, path: asked.length === 0 ? reader.path : reader.at(aggregate).path };
  });
  return leaves.every((one) => one !== undefined) ? leaves : undefined;
}

/** What the leaf asks about. */
export interface OccasionSubject {
  readonly noun: Noun;
  readonly request: SelectionRequest;
  /** For evidence: the leaf's name, and which occasions. */
  readonly leaf: string;
  readonly words: string;
}

export function compileOccasions(
  { aggregate, ask, window }: OccasionQuestion,
  { noun, request, leaf, words }: OccasionSubject,
  context: LeafContext,
): Leaf {
  const compiled = (aggregates[aggregate] as OccasionAggregate<object>).compile(ask, window);
  const answer = answering(compiled, request, window, context);
  const inquiry = { noun, lens: answer.lens, compiled, zoneOf: zoneFor(context) };
  const seen = window === null ? '' : `; window ${windowInWords(window)}`;
  const condition = shorten(`${leaf}.${aggregate} of ${words}${seen}`, 200);
  return {
    fields: zoneFields(context),
    watches: answer.watches,
    evaluate: (facts, now) => answer.evaluate(facts, now),
    explain: (facts, now) => ({ condition, actual: answer.actual(facts, now), threshold: compiled.threshold }),
    report: (facts, now) => reportOccasions(inquiry, facts, now),
  };
}

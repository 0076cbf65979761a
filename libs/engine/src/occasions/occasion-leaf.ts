import type { Condition } from '../condition.ts';
import type { JsonSchema } from '../json-schema.ts';
import { type Leaf, type LeafContext, zoneFields, zoneFor } from '../leaves/leaf.ts';
import { type Reader, shorten } from '../reading.ts';
import type { SelectionRequest } from '../tracks/selection.ts';
import { parseWindow, type Window, windowInWords, windowSchema } from '../tracks/window.ts';
import type { Aggregate } from './aggregate.ts';
import { answering } from './answering.ts';
import { count, exists } from './counting.ts';
import type { Noun } from './occasion-view.ts';
import { reportOccasions } from './occasions-inquiry.ts';
import { first, last } from './ordinals.ts';
import { readQuestions } from './questions.ts';

/** What can be asked of activities and messages: the one table. */
const aggregates = { exists, count, first, last } as const;

type AggregateName = keyof typeof aggregates;
const aggregateNames = Object.keys(aggregates) as readonly AggregateName[];
const aggregateOf = (name: AggregateName): Aggregate<object> => aggregates[name];

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
  ...Object.fromEntries(aggregateNames.map((name) => [name, aggregateOf(name).schema])),
};

/** A condition for each question that the document asks of what `choice` lets through. */
export function parseQuestions(
  leaf: string,
  choice: object | undefined,
  entries: ReadonlyMap<string, unknown>,
  reader: Reader,
): readonly Condition[] | undefined {
  const window = entries.has('window') ? parseWindow(entries.get('window'), reader.at('window')) : null;
  const subject = choice !== undefined && window !== undefined ? { ...choice, window } : undefined;
  const parse = (name: AggregateName, raw: unknown, at: Reader): object | undefined => aggregateOf(name).parse(raw, at);
  return readQuestions({ leaf, names: aggregateNames, parse }, subject, entries, reader);
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
  const compiled = aggregateOf(aggregate).compile(ask, { noun, window });
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

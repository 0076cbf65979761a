import { type Mutant, mutant } from './mutant.ts';

/** Faults of activities and of sequences. */
export const sequenceMutants: readonly Mutant[] = [
  mutant(
    'the name of an activity is compared letter by letter',
    'activities/activity-choice.ts',
    'fold(activity.name) === name',
    'activity.name === choice.name',
  ),
  mutant(
    'one property that is as asked for will do',
    'activities/activity-choice.ts',
    'return ({ properties }) => compiled.every(',
    'return ({ properties }) => compiled.length === 0 || compiled.some(',
  ),
  mutant(
    'the last activity is trusted after it has gone out of the window',
    'occasions/succession.ts',
    'Number.POSITIVE_INFINITY : this.#exitOf(this.holder);',
    'Number.POSITIVE_INFINITY : Math.max(this.#exitOf(this.holder), Number.POSITIVE_INFINITY);',
  ),
  mutant(
    'the first activity is the last',
    'occasions/ordinals.ts',
    'export const first = ordinal(1);',
    "export const first = ordinal('last');",
  ),
  mutant(
    'who is the second of a window stays so when the first goes out',
    'occasions/succession.ts',
    'if (index >= 0) this.#left.splice(index, 1);',
    'if (index >= this.#n) this.#left.splice(index, 1);',
  ),
  mutant(
    'an answer at the end of its time is still in time',
    'sequences/pairing.ts',
    'if (answer < end !== pairing.isAnswered) return null;',
    'if (answer <= end !== pairing.isAnswered) return null;',
  ),
  mutant(
    'what comes at the instant of the start is no answer',
    'sequences/answers.ts',
    'if ((values[middle] as Instant) < instant) low = middle + 1;',
    'if ((values[middle] as Instant) <= instant) low = middle + 1;',
  ),
  mutant(
    'nothing has followed as soon as the start is there',
    'sequences/pairing.ts',
    'const begin = pairing.isAnswered ? from : Math.max(from, end);',
    'const begin = from;',
  ),
  mutant(
    'the window of a sequence counts from when its time is up',
    'sequences/pairing.ts',
    'intervalOf(pairing.window, start, zone)',
    'intervalOf(pairing.window, pairing.isAnswered ? start : end, zone)',
  ),
  mutant(
    'an answer that is taken back is not looked at',
    'sequences/answers.ts',
    'this.#instants.remove(occasion);\n    this.news.include(occasion.at);',
    'this.#instants.remove(occasion);',
  ),
  mutant(
    'an answer is for the last start only',
    'sequences/starts.ts',
    'this.#pair(Math.max(farthest, answers.lastBefore(from)), to, answers, zone);',
    'this.#pair((this.#starts.findLast(({ at }) => at <= to) ?? { at: to }).at, to, answers, zone);',
  ),
  mutant(
    'a start that is taken back still counts',
    'sequences/starts.ts',
    'const [start] = this.#starts.splice(index, 1) as [Start];\n    if (start.counts !== null) this.#counting.remove(start, start.counts);',
    'this.#starts.splice(index, 1);',
  ),
  mutant(
    'who moves leaves the starts behind in the old zone',
    'sequences/starts.ts',
    'answers !== this.#answers || zone !== this.#zone ||',
    'answers !== this.#answers ||',
  ),
  mutant(
    'a gap between starts is passed over',
    'sequences/coverage.ts',
    'entry < mostLooks && coming.instantAt(entry) <= end;',
    'entry < Math.min(mostLooks, coming.length);',
  ),
  mutant(
    'a start that is yet to count holds the sequence as long as any',
    'sequences/coverage.ts',
    'if (from <= now) return leaving.instantAt(index);',
    'if (from <= now || from > now) return leaving.instantAt(index);',
  ),
];

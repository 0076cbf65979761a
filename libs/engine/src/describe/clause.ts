/** Something about a customer, or about one value of theirs, in words; and its exact opposite. */
export interface Words {
  readonly yes: string;
  readonly no: string;
}

export function opposite({ yes, no }: Words): Words {
  return { yes: no, no: yes };
}

/** All hold; the opposite is that one of them does not. */
export function allWords(parts: readonly Words[]): Words {
  return {
    yes: joined(
      parts.map(({ yes }) => yes),
      ' and ',
    ),
    no: joined(
      parts.map(({ no }) => no),
      ' or ',
    ),
  };
}

const verb = /^(?:is|was(?: created| reached| joined| placed| paid| completed)?) (?!not )/;
const besides = / \(or [^()]+\)$/;

/** What is said of each alike is said once: a verb with the first, what holds besides with the last. */
function joined(parts: readonly string[], conjunction: string): string {
  return parts
    .map((part, index) => {
      const [found = ''] = verb.exec(part) ?? [];
      const [ending = ''] = besides.exec(part) ?? [];
      const from = found !== '' && parts[index - 1]?.startsWith(found) === true ? found.length : 0;
      const to = ending !== '' && parts[index + 1]?.endsWith(ending) === true ? -ending.length : undefined;
      return part.slice(from, to);
    })
    .join(conjunction);
}

export function aboutSubject(subject: string, { yes, no }: Words): Words {
  return { yes: `${subject} ${yes}`, no: `${subject} ${no}` };
}

/** `A`, `A or B`, `A, B or C`. */
export function listWords(items: readonly string[], conjunction: 'and' | 'or'): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}

const MAX_LISTED = 12;

/** As texts in quotation marks; of very many the first few. */
export function quotedList(texts: readonly string[], conjunction: 'and' | 'or'): string {
  if (texts.length <= MAX_LISTED) return listWords(texts.map(quote), conjunction);
  const shown = texts.slice(0, MAX_LISTED).map(quote);
  return listWords([...shown, `${texts.length - MAX_LISTED} more`], conjunction);
}

export function quote(text: string): string {
  return `“${text}”`;
}

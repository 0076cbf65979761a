import { parseAutomation, parsePromotion, parseTemplate } from '@weir/delivery';
import { parseSegment } from '@weir/engine';
import { type DefinitionKind, definitionKinds } from './definition-document.ts';

interface DocumentProblem {
  readonly path: string;
  readonly reason: string;
}

interface KindSpec {
  /** The key whose value is the document's id, and by whose presence the kind is recognised. */
  readonly idKey: string;
  /** Everything wrong with a document by itself. */
  readonly check: (document: Readonly<Record<string, unknown>>) => readonly DocumentProblem[];
}

/** The one table of kinds: a new kind is one line here and one in `definitionKinds`. */
export const kindTable: Readonly<Record<DefinitionKind, KindSpec>> = {
  segment: { idKey: 'id', check: problemsOf(parseSegment) },
  automation: { idKey: 'automation', check: problemsOf(parseAutomation) },
  template: { idKey: 'template', check: problemsOf(parseTemplate) },
  promotion: { idKey: 'promotion', check: problemsOf(parsePromotion) },
};

/** A document is what its identifying key says; one without any of them is a segment if it has an `id`. */
export function recogniseKind(
  document: Readonly<Record<string, unknown>>,
): { kind: DefinitionKind } | { reason: string } {
  const named = definitionKinds.filter((kind) => kind !== 'segment' && Object.hasOwn(document, kindTable[kind].idKey));
  if (named.length > 1) return { reason: `is ${named.join(' and ')} at once: keep one of these keys` };
  if (named[0] !== undefined) return { kind: named[0] };
  if (Object.hasOwn(document, kindTable.segment.idKey)) return { kind: 'segment' };
  const keys = definitionKinds.map((kind) => `${kindTable[kind].idKey}: (${kind})`).join(', ');
  return { reason: `does not say what it is: it needs one of the keys ${keys}` };
}

function problemsOf(
  parse: (document: unknown) => { ok: true } | { ok: false; problems: readonly DocumentProblem[] },
): KindSpec['check'] {
  return (document) => {
    const parsed = parse(document);
    return parsed.ok ? [] : parsed.problems;
  };
}

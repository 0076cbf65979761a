/**
 * The form in which texts are compared: Unicode NFKC and full case folding, so that `Straße` equals `STRASSE` and a wide `Ａ`
 * equals `a`. Only equality of folded texts has a meaning; the form itself is not for showing.
 */
export function fold(text: string): string {
  let folded = folds.get(text);
  if (folded === undefined) {
    folded = ASCII.test(text) ? text.toLowerCase() : foldUnicode(text);
    if (folds.size >= MAX_FOLDS) folds.clear();
    if (text.length <= MAX_REMEMBERED_LENGTH) folds.set(text, folded);
  }
  return folded;
}

const ASCII = /^[\u0000-\u007f]*$/;
/** The same few thousand categories, cities and sites come again and again. */
const MAX_FOLDS = 20_000;
const MAX_REMEMBERED_LENGTH = 64;
const folds = new Map<string, string>();

/**
 * Lower, upper, lower is full case folding but for two letters: dotless ı has no other case of its own, and the final sigma that
 * lower-casing makes is the same letter as the other sigma.
 */
function foldUnicode(text: string): string {
  return text
    .normalize('NFKC')
    .split('ı')
    .map((part) => part.toLowerCase().toUpperCase().toLowerCase())
    .join('ı')
    .replaceAll('ς', 'σ')
    .normalize('NFKC');
}

/** Empty text counts as missing. */
export function present(text: string | null | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}

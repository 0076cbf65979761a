const folded = new Map<string, string>();

/** Full case folding by way of the upper case; dotless i and capital sharp s are the two letters that this would get wrong. */
function foldLetter(letter: string): string {
  if (letter === 'ı') return letter;
  if (letter === 'ẞ') return 'ss';
  return [...letter.toUpperCase()].map((upper) => upper.toLowerCase()).join('');
}

/** Text as it is compared: NFKC, case folded, and NFKC again, because folding can take composed letters apart. */
export function foldText(text: string): string {
  const known = folded.get(text);
  if (known !== undefined) return known;
  const result = [...text.normalize('NFKC')].map(foldLetter).join('').normalize('NFKC');
  folded.set(text, result);
  return result;
}

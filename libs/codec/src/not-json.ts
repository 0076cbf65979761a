/** What `JSON.parse` threw, in one line without control characters, which it quotes as they were found. */
export function notJson({ message }: Error): string {
  // Of a text that is one line its number tells nothing, and whoever reads many such lines it misleads.
  const short = message.replace(/ \(line 1 column \d+\)$/, '');
  return `is not JSON: ${short.replace(/[\p{Cc}\u2028\u2029]/gu, escaped)}`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A plain number, or a telephone number in E.164: begins like a formula and is none. */
const plainNumber = /^[+-]\d+(?:\.\d+)?$/;

/**
 * A cell that a spreadsheet shows as it is. A text that it would take for a formula, such as a first name of `=HYPERLINK(...)`, gets an
 * apostrophe before it.
 */
export function defuse(value: string | number | null): string {
  if (value === null) return '';
  const text = String(value);
  return /^[=+\-@\t\r]/.test(text) && !plainNumber.test(text) ? `'${text}` : text;
}

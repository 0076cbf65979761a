import { quote, quotedList } from '../describe/clause.ts';
import { numberWords } from '../describe/quantity-words.ts';
import type { Field } from '../leaves/profile-fields.ts';
import type { Zone } from '../zone.ts';
import type { FieldValue } from './leaf-report.ts';
import { dayWords, timeWords } from './time-words.ts';

/** What a field of the profile holds, for people to read. */
export function valueInWords(field: Field, value: FieldValue, zone: Zone): string {
  if (value === null) return 'not known';
  if ('moment' in field) return field.moment === 'date' ? dayWords(Number(value)) : timeWords(Number(value), zone);
  if (typeof value === 'number') return numberWords(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? quote(value) : quotedList(value, 'and');
}

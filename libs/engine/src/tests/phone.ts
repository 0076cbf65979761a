import { type Reader, show } from '../reading.ts';
import type { ScalarOperator, ScalarType } from './scalar.ts';
import { readText, readTexts, text } from './text.ts';

const written = /^\+[1-9]\d{4,14}$/;
/** How people write numbers so that they can be read. */
const spacing = /[\s().\u00ad\u2010-\u2015-]/g;

function readPhone(raw: unknown, reader: Reader, op: string): string | undefined {
  const given = readText(raw, reader, op);
  const number = given?.replaceAll(spacing, '');
  if (number === undefined || written.test(number)) return number;
  return reader.fail(
    `${show(raw)} is not a phone number with its country's code, such as +79001234567; for parts of one there are startsWith, contains and matches (${op})`,
  );
}

function readPhones(raw: unknown, reader: Reader, op: string): readonly string[] | undefined {
  const numbers = readTexts(raw, reader, op)?.map((number) => readPhone(number, reader, op));
  return numbers?.every((number) => number !== undefined) ? numbers : undefined;
}

const reading = (name: string, parse: ScalarOperator<string>['parse']): ScalarOperator<string> => ({
  ...(text.operators[name] as ScalarOperator<string>),
  parse,
});

/** Phone numbers stand in profiles as E.164 has them; whole ones in a document are brought to that, or refused. */
export const phone: ScalarType<string> = {
  ...text,
  what: 'a phone number',
  operators: {
    ...text.operators,
    eq: reading('eq', readPhone),
    ne: reading('ne', readPhone),
    in: reading('in', readPhones),
    notIn: reading('notIn', readPhones),
  },
};

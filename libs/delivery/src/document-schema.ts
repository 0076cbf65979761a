import { type Problem } from '@weir/engine';
import { z } from 'zod';
import { describeUnknown } from './wording.ts';

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: Problem[] };

/** Ids of automations, templates and promotions: the same form as those of segments. */
export const documentId = z
  .string('must be text')
  .regex(
    /^[a-z0-9][a-z0-9-]{0,63}$/,
    'must be 1 to 64 lower-case letters, digits and hyphens, and not begin with a hyphen',
  );

/** An object with these keys and no others; what is unknown is named, with the key it was probably meant to be. */
export function closedObject<S extends z.ZodRawShape>(shape: S): z.ZodObject<S, z.core.$strict> {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code === 'unrecognized_keys')
        return issue.keys.map((key) => describeUnknown('key', key, known)).join('\n');
      return issue.code === 'invalid_type' ? `must hold ${known.join(', ')}` : undefined;
    },
  });
}

/** Reads a document by its schema: the value, or every problem with the path to it. */
export function parseDocument<S extends z.ZodType>(schema: S, document: unknown): Parsed<z.output<S>> {
  const parsed = schema.safeParse(document);
  if (parsed.success) return { ok: true, value: parsed.data };
  const { issues } = parsed.error;
  const misspelt = new Set(
    issues.filter(({ code }) => code === 'unrecognized_keys').map(({ path }) => formatPath(path)),
  );
  // What an object lacks as a whole follows from its misspelt key.
  const telling = issues.filter(({ code, path }) => code !== 'custom' || !misspelt.has(formatPath(path)));
  return { ok: false, problems: telling.flatMap(describeIssue) };
}

function describeIssue(issue: z.core.$ZodIssue): Problem[] {
  const path = formatPath(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const reasons = issue.message.split('\n');
    return issue.keys.map((key, index) => ({
      path: formatPath([...issue.path, key]),
      reason: reasons[index] ?? issue.message,
    }));
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) return [{ path, reason: 'is missing' }];
  return [{ path, reason: issue.message }];
}

/** `steps[0].email.template`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? String(step) : `${text}.${String(step)}`;
  }, '');
}

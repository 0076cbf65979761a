import { z } from 'zod';
import { compileText, type CompiledText, type OutputKind, TemplateError } from './liquid.ts';

/** Text with Liquid in it, compiled; `maxLength` bounds what comes out. */
export function liquidText(kind: OutputKind, maxLength: number) {
  return z
    .string('must be text')
    .min(1, 'must not be empty')
    .transform((source, context): CompiledText => {
      try {
        return compileText(source, kind, maxLength);
      } catch (error) {
        if (!(error instanceof TemplateError)) throw error;
        context.addIssue(error.message);
        return z.NEVER;
      }
    });
}

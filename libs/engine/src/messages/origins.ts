import type { Message } from '../facts.ts';
import type { Test } from '../tests/test.ts';
import { fold, present } from '../text.ts';

/** What a message came from, by the names that conditions give it. */
const ids = {
  automation: 'automationId',
  template: 'templateId',
  mailing: 'mailingId',
} as const satisfies Readonly<Record<string, keyof Message>>;

export type Origin = keyof typeof ids;
export const originNames = Object.keys(ids) as readonly Origin[];

export interface OriginTest {
  readonly origin: Origin;
  readonly test: Test;
}

/** Null when it came from none. */
export function originOf(message: Message, origin: Origin): string | null {
  return present(message[ids[origin]]);
}

/** The labels that a message bears: one for each that it came from. */
export function labelsOfMessage(message: Message, each: (label: string) => void): void {
  for (const origin of originNames) {
    const id = originOf(message, origin);
    if (id !== null) each(labelOf(origin, id));
  }
}

/** Labels, folded, of which every message that passes the tests bears one; null when such a message need not bear any of a few. */
export function labelsAsked(tests: readonly OriginTest[]): readonly string[] | null {
  for (const { origin, test } of tests) {
    const named = test.operations.flatMap(({ op, operand }) =>
      op === 'eq' ? [[operand as string]] : op === 'in' ? [operand as readonly string[]] : [],
    );
    if (named[0] !== undefined) return named[0].map((id) => fold(labelOf(origin, id)));
  }
  return null;
}

function labelOf(origin: Origin, id: string): string {
  return `${origin} ${id}`;
}

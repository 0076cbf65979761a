import { compileScalarTest, type ScalarType } from './scalar.ts';
import { type Operand, type Test, testInWords } from './test.ts';

/** The numbers that something can be. */
export interface Domain {
  /** In words, such as `a month is a whole number from 1 to 12`. */
  readonly rule: string;
  readonly least: number;
  readonly most: number;
  readonly isWhole: boolean;
  /** Never missing. */
  readonly isKnown: boolean;
}

/** The type with only these values: a test that says the same of all of them is refused, as nobody can have meant it. */
export function within(type: ScalarType<number>, domain: Domain): ScalarType<number> {
  return { ...type, check: (test) => whyPointless(compileScalarTest(type, test), test, domain) };
}

function whyPointless(holds: (value: number | null) => boolean, test: Test, domain: Domain): string | undefined {
  const values: (number | null)[] = candidates(test, domain);
  if (!domain.isKnown) values.push(null);
  const found = new Set(values.map(holds));
  if (found.size !== 1) return undefined;
  return `${testInWords(test)} ${found.has(true) ? 'always holds' : 'can never hold'}: ${domain.rule}`;
}

/** Values of which at least one is on each side of everything that the test compares with. */
function candidates(test: Test, { least, most, isWhole }: Domain): number[] {
  const limits = test.operations.flatMap(({ operand }) => numbersIn(operand)).sort((a, b) => a - b);
  const near = limits.flatMap((limit, index) => {
    const next = limits[index + 1];
    const between = next === undefined ? [] : [(limit + next) / 2];
    return isWhole
      ? [Math.ceil(limit) - 1, Math.floor(limit), Math.ceil(limit), Math.floor(limit) + 1]
      : [limit - 1, limit, ...between, limit + 1];
  });
  return [0, least, most, ...near].filter((value) => Number.isFinite(value) && value >= least && value <= most);
}

function numbersIn(operand: Operand): number[] {
  if (typeof operand === 'number') return [operand];
  return Array.isArray(operand) ? (operand as readonly Operand[]).flatMap(numbersIn) : [];
}

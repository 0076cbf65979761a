import type { ScalarType } from './scalar.ts';
import { number } from './number.ts';

/** An exact quotient of two safe whole numbers or decimals; the divisor is not zero. */
export interface Ratio {
  readonly dividend: number;
  readonly divisor: number;
}

/**
 * Negative, zero or positive, as the quotient is below, at or above the limit. Exact: a number counts as the decimal it is written
 * as, so that one tenth equals 0.1, and a third is above 0.3333333333333333.
 */
export function compareRatio({ dividend, divisor }: Ratio, limit: number): number {
  const sign = divisor < 0 ? -1 : 1;
  const quotient = dividend / divisor;
  const error = Math.abs(quotient) * ROUNDING + Number.MIN_VALUE;
  if (Math.abs(quotient - limit) > error) return quotient < limit ? -1 : 1;
  const [a, b, c] = [decimalOf(dividend), decimalOf(divisor), decimalOf(limit)];
  const left = a.digits * 10n ** BigInt(b.places + c.places);
  const right = b.digits * c.digits * 10n ** BigInt(a.places);
  return sign * (left < right ? -1 : left > right ? 1 : 0);
}

/** More than division and the reading of the limit can be off by. */
const ROUNDING = 2 ** -50;

interface Decimal {
  readonly digits: bigint;
  /** How many of the digits come after the point. */
  readonly places: number;
}

function decimalOf(value: number): Decimal {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const places = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return places >= 0 ? { digits, places } : { digits: digits * 10n ** BigInt(-places), places: 0 };
}

/** Tested as numbers are, but never rounded. */
export const ratio: ScalarType<Ratio> = {
  what: number.what,
  bare: number.bare,
  bareSchema: number.bareSchema,
  operators: Object.fromEntries(
    Object.entries(number.operators).map(([op, { parse, schema, whenMissing, compile }]) => [
      op,
      {
        parse,
        schema,
        whenMissing,
        compile: (operand: never) => {
          if (op === 'between') {
            const [from, to] = operand as readonly [number, number];
            return (value: Ratio) => compareRatio(value, from) >= 0 && compareRatio(value, to) <= 0;
          }
          const ofSign = compile(0 as never);
          return (value: Ratio) => ofSign(compareRatio(value, operand));
        },
      },
    ]),
  ),
};

export function ratioInWords(value: Ratio | null): string {
  return value === null ? 'none' : String(value.dividend / value.divisor);
}

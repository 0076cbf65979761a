/** An exact fraction; the denominator is above zero. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Reads a number as the decimal it is written as: 0.55 is 55/100, whatever the double nearest to it. */
export function ratioOf(value: number): Ratio {
  if (Number.isSafeInteger(value)) return { numerator: BigInt(value), denominator: 1n };
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value));
  if (parts === null) throw new Error(`the oracle cannot read the number ${value}`);
  const fraction = parts[3] ?? '';
  const exponent = Number(parts[4] ?? 0) - fraction.length;
  const digits = BigInt(`${parts[2]}${fraction}`) * (parts[1] === '-' ? -1n : 1n);
  if (exponent >= 0) return { numerator: digits * 10n ** BigInt(exponent), denominator: 1n };
  return { numerator: digits, denominator: 10n ** BigInt(-exponent) };
}

/** Undefined when the divisor is zero. */
export function divide(dividend: Ratio, divisor: Ratio): Ratio | undefined {
  if (divisor.numerator === 0n) return undefined;
  const sign = divisor.numerator < 0n ? -1n : 1n;
  return {
    numerator: dividend.numerator * divisor.denominator * sign,
    denominator: dividend.denominator * divisor.numerator * sign,
  };
}

/** Negative, zero or positive, as `left` is below, at or above `right`. */
export function compareRatios(left: Ratio, right: Ratio): number {
  const difference = left.numerator * right.denominator - right.numerator * left.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

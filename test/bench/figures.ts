export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
}

/** The value below which the share `p` of the sorted values lies. */
export function percentile(sorted: readonly number[], p: number): number {
  if (sorted.length === 0) return Number.NaN;
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] as number;
}

export function latencyFigures(what: string, latenciesMs: readonly number[]): Figure[] {
  const sorted = [...latenciesMs].sort((a, b) => a - b);
  return [
    { what: `${what}, p50`, value: percentile(sorted, 0.5), unit: 'ms' },
    { what: `${what}, p99`, value: percentile(sorted, 0.99), unit: 'ms' },
    { what: `${what}, max`, value: sorted.at(-1) ?? Number.NaN, unit: 'ms' },
  ];
}

export function printFigures(figures: readonly Figure[], jsonOnly: boolean): void {
  for (const figure of figures) process.stdout.write(`${JSON.stringify({ ...figure, value: round(figure.value) })}\n`);
  if (jsonOnly) return;
  const width = Math.max(...figures.map(({ what }) => what.length));
  process.stdout.write('\n');
  for (const { what, value, unit } of figures) {
    process.stdout.write(`${what.padEnd(width)}  ${round(value).toLocaleString('en').padStart(12)} ${unit}\n`);
  }
}

function round(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 100) / 100;
}

/** What a comparison came to. */
export class Agreement {
  checks = 0;
  /** The first few. */
  readonly differences: string[] = [];

  /** `what` is asked only where the two differ. */
  check<Answer extends number | string>(engine: Answer, temporal: Answer, what: () => string): void {
    this.checks += 1;
    if (engine === temporal || this.differences.length >= 5) return;
    this.differences.push(`${what()}: ${show(engine)}, and by Temporal ${show(temporal)}`);
  }
}

function show(answer: number | string): string {
  return typeof answer === 'number' && Math.abs(answer) > 1e9 ? instantText(answer) : String(answer);
}

export function instantText(instant: number): string {
  return Number.isFinite(instant) ? new Date(instant).toISOString() : String(instant);
}

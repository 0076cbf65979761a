let isSilenced = false;

/**
 * KafkaJS sets a timer with a negative delay while nothing throttles it; Node 24 warns of that once per process. The delay is harmless, and
 * only this one warning is held back.
 */
export function silenceTimeoutWarning(): void {
  if (isSilenced) return;
  isSilenced = true;
  const emit = process.emitWarning.bind(process) as (...args: unknown[]) => void;
  process.emitWarning = (...args: unknown[]) => {
    const [warning, kind] = args;
    const name =
      typeof kind === 'string' ? kind : ((kind as { type?: string } | undefined)?.type ?? (warning as Error).name);
    if (name !== 'TimeoutNegativeWarning') emit(...args);
  };
}

import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';

export type Logger = PinoLogger;

/** Fields that must never reach a log, wherever in an object they stand. */
const secrets = ['password', 'token', 'authToken', 'secret', 'authorization', 'sasl'];

export interface LoggerOptions {
  /** The service, in every line. */
  readonly name: string;
  /** trace, debug, info, warn, error, fatal or silent. */
  readonly level: string;
  /** Defaults to standard output. */
  readonly destination?: DestinationStream;
}

/** JSON lines, one event a line, instants in RFC 3339. Personal data belongs in none of them at `info` and above. */
export function createLogger({ name, level, destination }: LoggerOptions): Logger {
  const options = {
    name,
    level,
    base: { name, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: secrets.flatMap((field) => [field, `*.${field}`]), censor: '[secret]' },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** Says nothing: for tests and for tools that speak to a person by other means. */
export function createSilentLogger(): Logger {
  return pino({ level: 'silent' });
}

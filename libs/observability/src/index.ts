export { createLogger, createSilentLogger, type Logger, type LoggerOptions } from './logger.ts';
export { Counter, createMetrics, Gauge, Histogram, type Metrics } from './metrics.ts';

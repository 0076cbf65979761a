import { Counter, Gauge, type Metrics } from '@weir/observability';

export interface EvaluatorMetrics {
  readonly transitions: Counter<'type' | 'cause'>;
  readonly segments: Gauge;
  readonly refusedDefinitions: Gauge;
}

export function createEvaluatorMetrics(metrics: Metrics): EvaluatorMetrics {
  const registers = [metrics];
  return {
    transitions: new Counter({
      name: 'weir_evaluator_transitions_total',
      help: 'Changes of membership decided, by type and cause.',
      labelNames: ['type', 'cause'],
      registers,
    }),
    segments: new Gauge({ name: 'weir_evaluator_segments', help: 'Segments in force.', registers }),
    refusedDefinitions: new Gauge({
      name: 'weir_evaluator_refused_definitions',
      help: 'Segment definitions on the definitions topic that cannot be used; the log says why.',
      registers,
    }),
  };
}

import { type MessageSinkOptions, skipReasons } from '@weir/delivery';
import { Counter, type Metrics } from '@weir/observability';

/** Counts messages by what became of them. Reasons that a provider words are left out: they would be a label without limit. */
export function countEndings(metrics: Metrics): MessageSinkOptions<unknown>['onEnded'] {
  const endings = new Counter({
    name: 'weir_sms_messages_total',
    help: 'Text messages by what became of them (SENT, SKIPPED, BOUNCED_HARD, BOUNCED_SOFT, UNKNOWN), and why they were skipped.',
    labelNames: ['kind', 'reason'],
    registers: [metrics],
  });
  return ({ kind, reason }) => endings.inc({ kind, reason: reason !== null && reason in skipReasons ? reason : '' });
}

import { parseArgs } from 'node:util';
import { DemoError } from './demo-error.ts';

export interface DemoOptions {
  /** End after the summary instead of staying up. */
  readonly isOnce: boolean;
  /** Where to write the report as JSON; null: nowhere. */
  readonly reportFile: string | null;
  /** Where the event files, the customer list and its database go. */
  readonly outDirectory: string;
}

export const usage = `Replays a year of real grocery orders through everything: Kafka, the segment-evaluator, the mailer, the SMS service,
the task-creator and the export-sink, with an SMTP server and an SMS provider on this machine that deliver nothing.

  npm run demo                      and look around afterwards; Ctrl-C ends it
  npm run demo -- --once            end after the summary: exit code 0 when all checks hold, else 1
  npm run demo -- --report FILE     write what happened as JSON, too
  npm run demo -- --out DIR         where the files go (default .weir/demo)

With KAFKA_BROKERS and SCHEMA_REGISTRY_URL set it uses those, in topics of its own
(TOPIC_PREFIX, or one made up) that it removes at the end.
`;

/** Throws an error for people when the arguments cannot be understood. */
export function parseDemoOptions(args: readonly string[]): DemoOptions | 'help' {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        once: { type: 'boolean', default: false },
        report: { type: 'string' },
        out: { type: 'string', default: '.weir/demo' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return 'help';
    return { isOnce: values.once, reportFile: values.report ?? null, outDirectory: values.out };
  } catch (error) {
    throw new DemoError('WEIR_DEMO_OPTION', `${(error as Error).message}\n\n${usage}`);
  }
}

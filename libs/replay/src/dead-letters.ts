import { topicName } from '@weir/codec';
import { type Headers, type KafkaPort } from '@weir/kafka';

const readPatienceMs = 500;

/** Why the evaluator put records aside, one line each: `topic/partition/offset: code: reason`. */
export async function readDeadLetters(kafka: KafkaPort, topicPrefix: string, partitions: number): Promise<string[]> {
  const topic = topicName('segment-evaluator-dead-letter', topicPrefix);
  const lines: string[] = [];
  for (let partition = 0; partition < partitions; partition += 1) {
    const source = { topic, partition };
    const { low, high } = await kafka.watermarks(source);
    const reader = kafka.readPartition(source, low);
    try {
      for (let position = low; position < high;) {
        const { records, nextOffset } = await reader.read(readPatienceMs);
        for (const { headers } of records) lines.push(describe(headers));
        position = nextOffset;
      }
    } finally {
      await reader.close();
    }
  }
  return lines;
}

function describe(headers: Headers): string {
  const text = (name: string) => headers[`weir-${name}`]?.toString() ?? 'unknown';
  return `${text('topic')}/${text('partition')}/${text('offset')}: ${text('error-code')}: ${text('error-reason')}`;
}

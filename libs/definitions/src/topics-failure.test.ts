import { expect, test } from '@jest/globals';
import { describeFailure, notKafka } from './topics-failure.ts';

test('what is no Kafka is named in one sentence, be it found at once or later', () => {
  expect(describeFailure(notKafka(['a:1', 'b:2'], new Error('Closed connection')))).toMatch(
    /^KAFKA_BROKERS: no Kafka answers at a:1,b:2 \(Closed connection\)\. Name [^\n]*$/,
  );
  expect(describeFailure(new Error('Broker not connected'))).toMatch(/^What KAFKA_BROKERS names [^\n]*$/);
});

test('a bug keeps its stack', () => {
  expect(describeFailure(new TypeError('x is not a function'))).toBeNull();
});

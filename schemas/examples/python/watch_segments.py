"""Prints who enters and leaves which segment, from the beginning of the topic on.

KAFKA_BROKERS=host:port SCHEMA_REGISTRY_URL=http://... python watch_segments.py [seconds of silence after which to end]
"""

import os
import sys

from kafka import KafkaConsumer

from weir_avro import Registry, decode

TOPIC = os.environ.get("TOPIC_PREFIX", "") + "segment-events"


def main():
    silence_ms = float(sys.argv[1]) * 1000 if len(sys.argv) > 1 else float("inf")
    registry = Registry(os.environ["SCHEMA_REGISTRY_URL"])
    consumer = KafkaConsumer(
        TOPIC,
        bootstrap_servers=os.environ["KAFKA_BROKERS"].split(","),
        # A group of your own: committed offsets are where the next run goes on.
        group_id="watch-segments-example",
        auto_offset_reset="earliest",
        # Weir writes in transactions: what was aborted never happened.
        isolation_level="read_committed",
        consumer_timeout_ms=silence_ms,
    )
    for record in consumer:
        # Records without a value are Weir's own marks.
        if record.value is None:
            continue
        name, event = decode(registry, record.value)
        verb = "entered" if name.endswith("SegmentEntered") else "left"
        at = event["effectiveAt"].isoformat()
        print(f"{at} {event['customerId']} {verb} {event['segmentId']} (seq {event['seq']}, {event['cause']})", flush=True)
    consumer.close()


if __name__ == "__main__":
    main()

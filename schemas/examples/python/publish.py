"""Publishes one event of a customer to Weir."""

import os

from kafka import KafkaProducer

from weir_avro import Registry, encode, load_schema


def publish(name, event):
    """Writes an event, a dict, to the topic of that name, and says where it lies."""
    topic = os.environ.get("TOPIC_PREFIX", "") + name
    registry = Registry(os.environ["SCHEMA_REGISTRY_URL"])
    schema = load_schema(name)
    value = encode(registry.id_of(topic, schema), schema, event)
    # kafka-python partitions by murmur2 of the key, as Kafka's own client does: leave it so, and always send the key.
    producer = KafkaProducer(
        bootstrap_servers=os.environ["KAFKA_BROKERS"].split(","),
        acks="all",
        enable_idempotence=True,
    )
    sent = producer.send(topic, key=event["customerId"].encode(), value=value).get(timeout=30)
    producer.close()
    print(f"{sent.topic}/{sent.partition}/{sent.offset}: {len(value)} bytes")

"""Avro values in Confluent's wire format, with nothing but fastavro and the standard library."""

import io
import json
import struct
import urllib.request
from pathlib import Path

import fastavro

SCHEMAS = Path(__file__).resolve().parents[2]


class Registry:
    """The few requests to a Confluent-compatible schema registry that a client needs."""

    def __init__(self, url):
        self.url = url.rstrip("/")
        self._by_id = {}

    def id_of(self, topic, schema):
        """Registers the schema for the values of a topic, or finds its id when it is registered already."""
        # In the very text in which Weir registers it: some registries tell schemas apart by their text.
        text = json.dumps(schema, separators=(",", ":"), ensure_ascii=False)
        return self._ask(f"/subjects/{topic}-value/versions", {"schema": text})["id"]

    def schema_of(self, schema_id):
        """The schema that a record was written with, fetched once."""
        if schema_id not in self._by_id:
            text = self._ask(f"/schemas/ids/{schema_id}")["schema"]
            self._by_id[schema_id] = fastavro.parse_schema(json.loads(text))
        return self._by_id[schema_id]

    def _ask(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/vnd.schemaregistry.v1+json"}
        request = urllib.request.Request(self.url + path, data=data, headers=headers)
        with urllib.request.urlopen(request, timeout=10) as response:
            return json.load(response)


def load_schema(name):
    """The JSON of schemas/<name>.avsc."""
    return json.loads((SCHEMAS / f"{name}.avsc").read_text(encoding="utf-8"))


def encode(schema_id, schema, value):
    """Magic byte 0, schema id in four bytes, Avro body."""
    out = io.BytesIO()
    out.write(struct.pack(">bI", 0, schema_id))
    fastavro.schemaless_writer(out, fastavro.parse_schema(schema), value)
    return out.getvalue()


def decode(registry, data):
    """The value as a dict; of a topic with several record types as (name, dict)."""
    magic, schema_id = struct.unpack(">bI", data[:5])
    if magic != 0:
        raise ValueError("not in Confluent's wire format")
    writer = registry.schema_of(schema_id)
    return fastavro.schemaless_reader(io.BytesIO(data[5:]), writer, return_record_name=isinstance(writer, list))

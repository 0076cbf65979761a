"""Tells Weir that a customer looked at a product.

KAFKA_BROKERS=host:port SCHEMA_REGISTRY_URL=http://... python send_activity.py <customer id> <product id>
"""

import datetime
import sys
import uuid

from publish import publish


def activity_event(customer_id, product_id):
    return {
        # An activity is known by this: sent again with the same id, it counts once.
        "eventId": str(uuid.uuid4()),
        "customerId": customer_id,
        "occurredAt": datetime.datetime.now(datetime.timezone.utc),
        # Whatever segments may ask for by this name and these properties.
        "name": "product_viewed",
        "properties": {"productId": product_id, "seconds": 12, "fromSearch": False},
    }


if __name__ == "__main__":
    publish("activity-events", activity_event(*sys.argv[1:3]))

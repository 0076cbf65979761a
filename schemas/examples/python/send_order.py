"""Sends one order to Weir.

KAFKA_BROKERS=host:port SCHEMA_REGISTRY_URL=http://... python send_order.py <customer id> <order id>
"""

import datetime
import sys
import time
import uuid

from publish import publish

# What is left out here has a default in the schema: null, empty or 0.
ITEM = {
    "productId": "tea-0815",
    "name": "Keemun, 100 g",
    "categories": ["Grocery", "Tea", "Chinese tea"],
    "quantity": 2.0,
    "amount": 2_480,  # minor units: 24.80
}


def order_event(customer_id, order_id):
    now = datetime.datetime.now(datetime.timezone.utc)
    return {
        "eventId": str(uuid.uuid4()),
        "customerId": customer_id,
        "occurredAt": now,
        # Must grow with each change of the order: the time of the change in milliseconds does.
        "version": int(time.time() * 1000),
        "order": {
            "orderId": order_id,
            "status": "paid",
            "createdAt": now,
            "paidAt": now,
            "currency": "EUR",
            "total": 2_480,
            "items": [ITEM],
            "custom": {"giftWrap": True, "weightKg": 0.2, "bonusPoints": 24, "courier": "DHL"},
        },
    }


if __name__ == "__main__":
    publish("order-events", order_event(*sys.argv[1:3]))

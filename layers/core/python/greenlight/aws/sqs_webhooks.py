"""The queue that brings deliveries when they are due, which SQS can do for waits of up to 15 minutes."""

import json
import math
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from greenlight.domain.deliveries import Delivery


@dataclass(frozen=True)
class SqsWebhooks:
    client: Any
    url: str
    longest: timedelta = timedelta(minutes=15)

    def send(self, delivery: Delivery, wait: timedelta) -> None:
        names = ("webhook_id", "delivery_id", "version")
        self.client.send_message(
            QueueUrl=self.url,
            MessageBody=json.dumps({name: getattr(delivery, name) for name in names}),
            DelaySeconds=math.ceil(wait.total_seconds()),
        )

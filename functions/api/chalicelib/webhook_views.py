"""What goes over the wire about webhooks and their deliveries."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from chalicelib.views import Shape
from greenlight.domain.deliveries import Delivery, DeliveryStatus
from greenlight.domain.webhooks import MOST_EVENTS, Webhook

# Longer ones get as far as the sentence that says what is allowed.
Url = Annotated[str, StringConstraints(min_length=1, max_length=10_000)]
Pattern = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Patterns = Annotated[
    list[Pattern], Field(min_length=1, max_length=MOST_EVENTS, description="`reel.failed`, `reel.*`, `*`.")
]
Description = Annotated[str, StringConstraints(max_length=500)]


class CreateWebhook(Shape):
    url: Url = Field(description="https, at a public address, in up to 2,000 characters.")
    events: Patterns
    description: Description = ""


class ChangeWebhook(Shape):
    url: Url | None = None
    events: Patterns | None = None
    description: Description | None = None
    enabled: bool | None = None

    def wishes(self) -> dict[str, Any]:
        named = self.model_dump(include={"url", "events", "description"}, exclude_none=True)
        return {name: tuple(value) if name == "events" else value for name, value in named.items()}


class WebhookView(Shape):
    id: str
    url: str
    events: list[str]
    description: str
    enabled: bool
    disabled_reason: str | None
    failing_since: datetime | None
    created_at: datetime
    updated_at: datetime


class NewWebhookView(WebhookView):
    secret: str | None = Field(
        description="What the messages are signed with; shown only here and at a rotation, null when it is repeated."
    )


class WebhookList(Shape):
    items: list[WebhookView]
    next_cursor: str | None = None


class AttemptView(Shape):
    at: datetime
    status: int | None = Field(description="The HTTP status, where one came.")
    latency_ms: int
    response: str = Field(description="The first kB of the answer.")
    error: str | None = Field(description="One word for what went wrong.")


class DeliveryView(Shape):
    id: str
    message_id: str = Field(description="The `webhook-id` header, the same at every attempt.")
    type: str
    status: DeliveryStatus
    error: str | None
    created_at: datetime
    next_attempt_at: datetime | None
    attempts: list[AttemptView]


class DeliveryList(Shape):
    items: list[DeliveryView]
    next_cursor: str | None = None


class DeliveryQuery(Shape):
    limit: int = Field(20, ge=1, le=100)
    cursor: str | None = Field(None, max_length=500)
    status: DeliveryStatus | None = None


def view(webhook: Webhook) -> WebhookView:
    return WebhookView(**_facts(webhook))


def view_with_secret(webhook: Webhook) -> NewWebhookView:
    return NewWebhookView(**_facts(webhook), secret=webhook.secret)


def _facts(webhook: Webhook) -> dict[str, Any]:
    return {
        "id": webhook.webhook_id,
        "url": webhook.url,
        "events": list(webhook.events),
        "description": webhook.description,
        "enabled": webhook.is_active,
        "disabled_reason": webhook.disabled_reason,
        "failing_since": webhook.health.failing_since,
        "created_at": webhook.created_at,
        "updated_at": webhook.updated_at,
    }


def delivery_view(delivery: Delivery) -> DeliveryView:
    attempts = [
        AttemptView(at=a.at, status=a.status, latency_ms=a.latency_ms, response=a.response, error=a.error)
        for a in delivery.attempts
    ]
    return DeliveryView(
        id=delivery.delivery_id,
        message_id=delivery.message_id,
        type=delivery.type,
        status=delivery.status,
        error=delivery.error,
        created_at=delivery.created_at,
        next_attempt_at=delivery.due_at,
        attempts=attempts,
    )

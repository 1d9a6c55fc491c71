"""One example of each body about webhooks, by the name of its model."""

from typing import Any

ID = "c1d7a3f0-52a9-4d0e-8f4b-6a1c9b7e2d34"
DELIVERY_ID = "0d9f6f0e-6f0b-5a53-9a3e-2b6c1f0e8d71"
AT = "2026-11-21T09:00:00Z"
URL = "https://hooks.example.com/greenlight"
WEBHOOK: dict[str, Any] = {
    "id": ID,
    "url": URL,
    "events": ["reel.completed", "reel.failed"],
    "description": "Tells the shop when a film is ready.",
    "enabled": True,
    "disabled_reason": None,
    "failing_since": None,
    "created_at": AT,
    "updated_at": AT,
}
DELIVERY: dict[str, Any] = {
    "id": DELIVERY_ID,
    "message_id": "evt_7b0e3c52-8a5f-4f0e-9d5c-1f2f3a4b5c6d_00000009_00",
    "type": "reel.completed",
    "status": "pending",
    "error": None,
    "created_at": AT,
    "next_attempt_at": "2026-11-21T09:00:35Z",
    "attempts": [
        {"at": "2026-11-21T09:00:01Z", "status": 503, "latency_ms": 84, "response": "busy", "error": "refused"},
        {"at": "2026-11-21T09:00:06Z", "status": None, "latency_ms": 10_000, "response": "", "error": "timeout"},
    ],
}
EXAMPLES: dict[str, dict[str, Any]] = {
    "ChangeWebhook": {"events": ["reel.*"], "enabled": True},
    "CreateWebhook": {"url": URL, "events": WEBHOOK["events"], "description": WEBHOOK["description"]},
    "DeliveryList": {"items": [DELIVERY], "next_cursor": None},
    "DeliveryView": DELIVERY,
    "NewWebhookView": {**WEBHOOK, "secret": "whsec_…"},
    "WebhookList": {"items": [WEBHOOK], "next_cursor": None},
    "WebhookView": WEBHOOK,
}

"""The routes of webhooks: register, change, rotate, test; what was delivered, and again."""

from chalice.app import Blueprint

from chalicelib import services
from chalicelib.contract import Call, operation
from chalicelib.views import Nothing
from chalicelib.webhook_views import (
    ChangeWebhook,
    CreateWebhook,
    DeliveryList,
    DeliveryQuery,
    DeliveryView,
    NewWebhookView,
    WebhookList,
    WebhookView,
    delivery_view,
    view,
    view_with_secret,
)

blueprint = Blueprint(__name__)
WEBHOOKS = "/api/v1/webhooks"
ONE = f"{WEBHOOKS}/{{webhook_id}}"


@operation(
    blueprint,
    "POST",
    WEBHOOKS,
    tag="webhooks",
    request=CreateWebhook,
    response=NewWebhookView,
    shown_once="secret",
    status=201,
    errors=(409, 415),
)
def create_webhook(call: Call) -> NewWebhookView:
    """Registers a receiver of events; its secret is in this answer.

    Messages follow Standard Webhooks: `webhook-id`, `webhook-timestamp` and `webhook-signature`, over a body of `type`,
    `timestamp` and `data`. They come at least once; `webhook-id` tells those that come again.
    """
    body: CreateWebhook = call.body
    return view_with_secret(services.webhooks().create(call.identity, body.url, body.events, body.description))


@operation(blueprint, "GET", WEBHOOKS, tag="webhooks", response=WebhookList)
def list_webhooks(call: Call) -> WebhookList:
    """Lists webhooks, newest first.

    A user key sees that user's, a service key all of its account's. None is shown with its secret.
    """
    return WebhookList(items=[view(webhook) for webhook in services.webhooks().list(call.identity)])


@operation(blueprint, "GET", ONE, tag="webhooks", response=WebhookView, errors=(404,))
def get_webhook(call: Call) -> WebhookView:
    """Shows a webhook, and why it is disabled where it is.

    One that answers 410, or fails for a week, is disabled by itself.
    """
    return view(services.webhooks().get(call.identity, _id(call)))


@operation(blueprint, "PATCH", ONE, tag="webhooks", request=ChangeWebhook, response=WebhookView, errors=(404, 409, 415))
def change_webhook(call: Call) -> WebhookView:
    """Changes what is named; `enabled` begins again after it was disabled.

    What was missed meanwhile is not sent by itself: replay its deliveries.
    """
    body: ChangeWebhook = call.body
    return view(services.webhooks().change(call.identity, _id(call), body.wishes(), body.enabled))


@operation(blueprint, "DELETE", ONE, tag="webhooks", response=None, status=204, errors=(404,))
def delete_webhook(call: Call) -> None:
    """Deletes a webhook; what was not delivered yet is not delivered any more.

    Its log of deliveries is gone with it.
    """
    services.webhooks().delete(call.identity, _id(call))


@operation(
    blueprint,
    "POST",
    f"{ONE}/test",
    tag="webhooks",
    request=Nothing,
    response=DeliveryView,
    status=202,
    errors=(404, 409, 415),
)
def try_webhook(call: Call) -> DeliveryView:
    """Sends a `webhook.test` message; its delivery tells what came of it.

    It is signed, tried again and logged as any other.
    """
    return delivery_view(services.webhooks().test(call.identity, _id(call)))


@operation(
    blueprint,
    "POST",
    f"{ONE}/rotate-secret",
    tag="webhooks",
    request=Nothing,
    response=NewWebhookView,
    shown_once="secret",
    errors=(404, 409, 415),
)
def rotate_webhook_secret(call: Call) -> NewWebhookView:
    """Makes a new secret; for 24 hours messages carry a signature of each.

    So a receiver may change over whenever it likes within that day.
    """
    return view_with_secret(services.webhooks().rotate(call.identity, _id(call)))


@operation(
    blueprint, "GET", f"{ONE}/deliveries", tag="webhooks", query=DeliveryQuery, response=DeliveryList, errors=(404,)
)
def list_deliveries(call: Call) -> DeliveryList:
    """Lists what was sent, newest first, with every attempt.

    Each attempt has the status, how long it took and the first kB of the answer; `status=failed` shows what to replay.
    """
    query: DeliveryQuery = call.query
    status = query.status and query.status.value
    page = services.webhooks().log(call.identity, _id(call), status, query.limit, query.cursor)
    return DeliveryList(items=[delivery_view(found) for found in page.items], next_cursor=page.next_cursor)


@operation(
    blueprint,
    "POST",
    f"{ONE}/deliveries/{{delivery_id}}/replay",
    tag="webhooks",
    request=Nothing,
    response=DeliveryView,
    status=202,
    errors=(404, 409, 415),
)
def replay_delivery(call: Call) -> DeliveryView:
    """Tries a delivery again; its message keeps its id.

    It begins a new round of attempts, whatever came of the last one.
    """
    delivery_id = call.uuid("delivery_id", "delivery")
    return delivery_view(services.webhooks().replay(call.identity, _id(call), delivery_id))


def _id(call: Call) -> str:
    return call.uuid("webhook_id", "webhook")

"""Webhooks as their owners manage them: register, change, rotate, test, look at deliveries, replay."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from greenlight.domain.deliveries import Delivery, of_test
from greenlight.domain.errors import ConcurrentChange, Conflict, NotFound
from greenlight.domain.keys import Identity
from greenlight.domain.webhooks import MOST_WEBHOOKS, Health, Webhook, refuse_unknown_patterns, written_secret
from greenlight.ports import Clock, Deliveries, Ids, Page, WebhookQueue, Webhooks
from greenlight.services.destinations import Destinations

BY_OWNER = "Disabled by its owner."
ATTEMPTS = 8


def change(webhooks: Webhooks, webhook: Webhook, mutate: Callable[[Webhook], Webhook]) -> Webhook:
    """Writes what `mutate` makes of the stored webhook, again for as long as somebody else writes first."""
    for _ in range(ATTEMPTS):
        changed = mutate(webhook)
        try:
            webhooks.save(changed)
        except ConcurrentChange:
            webhook = webhooks.get(webhook.account_id, webhook.webhook_id)
        else:
            return changed
    raise ConcurrentChange("This webhook is being changed by many at once; try again.")


@dataclass(frozen=True)
class WebhookService:
    webhooks: Webhooks
    deliveries: Deliveries
    queue: WebhookQueue
    destinations: Destinations
    clock: Clock
    ids: Ids

    def create(self, identity: Identity, url: str, events: Sequence[str], description: str) -> Webhook:
        """Hears of everything in the account, or of one user's work where a user's key makes it."""
        refuse_unknown_patterns(events)
        self.destinations.find(url)
        if len(self.webhooks.list(identity.account_id)) >= MOST_WEBHOOKS:
            raise Conflict(
                f"An account has up to {MOST_WEBHOOKS} webhooks; delete one first.", code="too_many_webhooks"
            )
        now = self.clock.now()
        webhook = Webhook(
            webhook_id=self.ids.uuid(),
            account_id=identity.account_id,
            user_id=identity.user_id,
            url=url,
            events=tuple(events),
            description=description,
            secret=written_secret(self.ids.secret()),
            created_at=now,
            updated_at=now,
        )
        self.webhooks.add(webhook)
        return webhook

    def list(self, identity: Identity) -> list[Webhook]:
        return [webhook for webhook in self.webhooks.list(identity.account_id) if _is_theirs(webhook, identity)]

    def get(self, identity: Identity, webhook_id: str) -> Webhook:
        webhook = self.webhooks.get(identity.account_id, webhook_id)
        if not _is_theirs(webhook, identity):
            raise NotFound(f"There is no webhook {webhook_id}.")
        return webhook

    def change(self, identity: Identity, webhook_id: str, wishes: Mapping[str, Any], enabled: bool | None) -> Webhook:
        """`wishes` may name url, events and description. One that is enabled begins with a clean record."""
        webhook = self.get(identity, webhook_id)
        if "events" in wishes:
            refuse_unknown_patterns(wishes["events"])
        if "url" in wishes:
            self.destinations.find(wishes["url"])
        now = self.clock.now()

        def mutate(current: Webhook) -> Webhook:
            changed = replace(current, **wishes, updated_at=now)
            if enabled is None:
                return changed
            return replace(changed, disabled_reason=None) if enabled else changed.disabled(BY_OWNER, now)

        changed = change(self.webhooks, webhook, mutate)
        if enabled or "url" in wishes:
            self.webhooks.note(changed, Health())
        return changed

    def delete(self, identity: Identity, webhook_id: str) -> None:
        self.get(identity, webhook_id)
        self.webhooks.delete(identity.account_id, webhook_id)

    def rotate(self, identity: Identity, webhook_id: str) -> Webhook:
        """The old secret signs beside the new one for a day."""
        webhook = self.get(identity, webhook_id)
        secret = written_secret(self.ids.secret())
        return change(self.webhooks, webhook, lambda current: current.rotated(secret, self.clock.now()))

    def test(self, identity: Identity, webhook_id: str) -> Delivery:
        webhook = self._active(identity, webhook_id)
        delivery = of_test(webhook_id, webhook.account_id, self.ids.uuid(), self.clock.now())
        return self._sent(self.deliveries.add(delivery))

    def log(
        self, identity: Identity, webhook_id: str, status: str | None, limit: int, cursor: str | None
    ) -> Page[Delivery]:
        self.get(identity, webhook_id)
        return self.deliveries.page(webhook_id, status=status, limit=limit, cursor=cursor)

    def replay(self, identity: Identity, webhook_id: str, delivery_id: str) -> Delivery:
        """Tries a delivery again, now; its message keeps its id, so a receiver that had it knows it."""
        self._active(identity, webhook_id)
        delivery = self.deliveries.get(webhook_id, delivery_id).again(self.clock.now())
        return self._sent(self.deliveries.save(delivery))

    def _sent(self, stored: Delivery | None) -> Delivery:
        if stored is None:
            raise ConcurrentChange("This delivery is being tried at this moment; try again.")
        self.queue.send(stored, timedelta())
        return stored

    def _active(self, identity: Identity, webhook_id: str) -> Webhook:
        webhook = self.get(identity, webhook_id)
        if not webhook.is_active:
            raise Conflict(
                f"This webhook is disabled ({webhook.disabled_reason}); enable it first.", code="webhook_disabled"
            )
        return webhook


def _is_theirs(webhook: Webhook, identity: Identity) -> bool:
    return identity.user_id in {None, webhook.user_id}

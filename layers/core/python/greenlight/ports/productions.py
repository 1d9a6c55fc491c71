"""What keeps productions, and runs their workflows."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Protocol

from greenlight.domain.chats import ChatEvent
from greenlight.domain.events import Event
from greenlight.domain.production import Production
from greenlight.ports.basics import Page


class Productions(Protocol):
    """Writes carry the production's events and ledger entries in one transaction, or nothing is written.

    `save` raises ConcurrentChange when the stored version is not the one read, InsufficientCredits when a hold
    does not fit, NoPlace when as many of the account are at work as may be at once. `get` raises NotFound, also for a
    production of another account when one is named.
    """

    def add(self, production: Production) -> None: ...

    def get(self, production_id: str, account_id: str | None = None) -> Production: ...

    def save(self, production: Production) -> None: ...

    def make_way(self, attempt: int) -> None:
        """Waits a moment after a write that was overtaken (`attempt` from 0), longer each time and never the same."""

    def delete(self, production: Production) -> None: ...

    def page(
        self, account_id: str, family: str, *, user_id: str | None, status: str | None, limit: int, cursor: str | None
    ) -> Page[Production]: ...

    def in_line(self, account_id: str) -> list[str]:
        """Ids of those that wait for their turn and that there is a place for now, the longest waiting first."""

    def due(self, now: datetime | None) -> Iterator[str]:
        """Ids of unfinished productions whose time to be looked at has come; all unfinished ones without a time.

        Of those in a line only one: a line is looked at as a whole, however long it is.
        """

    def events(self, production_id: str, after: str | None = None) -> list[tuple[str, Event]]: ...

    def chat(self, account_id: str, chat_id: str, after: int = 0) -> list[ChatEvent]:
        """What a client's conversation was told behind number `after`, in order and without a gap."""

    def count(self, production_id: str, what: str) -> None:
        """Adds one to what is counted of a production, beside all that is written to it meanwhile."""

    def counted(self, production_id: str, what: str) -> int: ...


class Doorbells(Protocol):
    """The task token on which a workflow waits for a person."""

    def put(self, production_id: str, token: str) -> None: ...

    def get(self, production_id: str) -> str | None: ...


class Workflows(Protocol):
    """Starting an execution whose name exists already changes nothing; answering a dead token says False."""

    def start(self, family: str, execution: str, production_id: str) -> None: ...

    def is_running(self, family: str, execution: str) -> bool: ...

    def stop(self, family: str, execution: str, reason: str) -> None: ...

    def succeed(self, token: str, output: dict[str, Any]) -> bool: ...

    def fail(self, token: str, code: str, message: str) -> bool: ...

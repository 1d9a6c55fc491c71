"""Every Protocol that the services need from the outside world."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

from greenlight.contracts import Job
from greenlight.domain.addresses import Destination
from greenlight.domain.credits import Balance, LedgerEntry
from greenlight.domain.deliveries import Delivery, Reply
from greenlight.domain.events import Event
from greenlight.domain.jobs import JobRecord, Waiter
from greenlight.domain.keys import ApiKey
from greenlight.domain.production import Production
from greenlight.domain.reel import Portrait
from greenlight.domain.uploads import Upload
from greenlight.domain.webhooks import Health, Webhook
from greenlight.domain.writing import RewriteRequest

T = TypeVar("T")


class Clock(Protocol):
    def now(self) -> datetime:
        """An aware time in UTC."""


class Ids(Protocol):
    def uuid(self) -> str: ...

    def secret(self) -> str:
        """At least 256 random bits, URL-safe."""


@dataclass(frozen=True)
class Page(Generic[T]):
    items: list[T]
    next_cursor: str | None = None


class Productions(Protocol):
    """Writes carry the production's events and ledger entries in one transaction, or nothing is written.

    `save` raises ConcurrentChange when the stored version is not the one read, InsufficientCredits when a hold
    does not fit. `get` raises NotFound, also for a production of another account when one is named.
    """

    def add(self, production: Production) -> None: ...

    def get(self, production_id: str, account_id: str | None = None) -> Production: ...

    def save(self, production: Production) -> None: ...

    def delete(self, production: Production) -> None: ...

    def page(
        self, account_id: str, family: str, *, user_id: str | None, status: str | None, limit: int, cursor: str | None
    ) -> Page[Production]: ...

    def due(self, now: datetime | None) -> Iterator[str]:
        """Ids of unfinished productions whose time to be looked at has come; all unfinished ones without a time."""

    def events(self, production_id: str, after: str | None = None) -> list[tuple[str, Event]]: ...


class Doorbells(Protocol):
    """The task token on which a workflow waits for a person."""

    def put(self, production_id: str, token: str) -> None: ...

    def get(self, production_id: str) -> str | None: ...


class Jobs(Protocol):
    """`add` and `save` answer False when somebody else wrote first."""

    def get(self, job_id: str) -> JobRecord | None: ...

    def add(self, record: JobRecord) -> bool: ...

    def save(self, record: JobRecord) -> bool: ...

    def put_waiter(self, waiter: Waiter) -> None: ...

    def waiters(self, job_id: str) -> Sequence[Waiter]: ...

    def of(self, production_id: str) -> Sequence[Waiter]:
        """Every job that this production waited for, in any of its runs."""

    def answered(self, waiter: Waiter) -> None: ...

    def forget(self, job_id: str, production_id: str) -> bool:
        """Takes a production's interest in a job away; True when nobody else is interested in it."""


class Credits(Protocol):
    def open(self, account_id: str, user_id: str) -> None:
        """Gives a user who is seen for the first time what a stage gives to begin with."""

    def balance(self, account_id: str, user_id: str) -> Balance: ...

    def write(self, entry: LedgerEntry) -> None: ...

    def ledger(self, account_id: str, user_id: str, *, limit: int, cursor: str | None) -> Page[LedgerEntry]: ...


class Keys(Protocol):
    def add(self, key: ApiKey) -> None: ...

    def find(self, hashed: str) -> ApiKey | None: ...

    def get(self, account_id: str, key_id: str) -> ApiKey: ...

    def save(self, key: ApiKey) -> None: ...

    def list(self, account_id: str) -> list[ApiKey]: ...


class Uploads(Protocol):
    def put(self, upload: Upload) -> None: ...

    def get(self, upload_id: str) -> Upload | None: ...


class Once(Protocol):
    """Does `work` once for a key of an account, and gives its stored answer to whoever repeats the same `payload`.

    True beside an answer that was stored before. Raises Conflict: `idempotency_mismatch` for another payload,
    `idempotency_in_flight` while the first is being done. `context` is Lambda's, or None.
    """

    def run(
        self, account_id: str, key: str, payload: dict[str, Any], context: Any, work: Callable[[], dict[str, Any]]
    ) -> tuple[dict[str, Any], bool]: ...


class Media(Protocol):
    """Files by S3 URI. `link` is a presigned GET for an hour, downloaded under `filename` where one is given;
    `upload_link` a presigned PUT for an hour that takes exactly `size` bytes of `content_type`.
    """

    def uri(self, key: str) -> str: ...

    def put(self, uri: str, data: bytes, content_type: str) -> None: ...

    def read(self, uri: str) -> bytes: ...

    def exists(self, uri: str) -> bool: ...

    def link(self, uri: str, filename: str | None = None) -> str: ...

    def upload_link(self, uri: str, content_type: str, size: int) -> str: ...

    def delete_under(self, uri: str) -> None: ...


class Workflows(Protocol):
    """Starting an execution whose name exists already changes nothing; answering a dead token says False."""

    def start(self, family: str, execution: str, production_id: str) -> None: ...

    def is_running(self, family: str, execution: str) -> bool: ...

    def stop(self, family: str, execution: str, reason: str) -> None: ...

    def succeed(self, token: str, output: dict[str, Any]) -> bool: ...

    def fail(self, token: str, code: str, message: str) -> bool: ...


class JobBackend(Protocol):
    """Where jobs run: a queue, SageMaker, Batch. `cancel` asks; the job may still finish."""

    def submit(self, job: Job) -> None: ...

    def cancel(self, record: JobRecord) -> None: ...


class EventBus(Protocol):
    def publish(self, events: Sequence[dict[str, Any]]) -> None: ...


class Webhooks(Protocol):
    """`save` raises ConcurrentChange when somebody else wrote first; it leaves the health alone, which `note` writes.

    `claim` gives the one attempt that an unproven receiver is tried by, until `until`; False while another has it.
    """

    def add(self, webhook: Webhook) -> None: ...

    def get(self, account_id: str, webhook_id: str) -> Webhook: ...

    def list(self, account_id: str) -> list[Webhook]:
        """Newest first."""

    def save(self, webhook: Webhook) -> None: ...

    def delete(self, account_id: str, webhook_id: str) -> None: ...

    def note(self, webhook: Webhook, health: Health) -> None: ...

    def claim(self, webhook: Webhook, now: datetime, until: datetime) -> bool: ...


class Deliveries(Protocol):
    """`add` and `save` answer what is stored now; None when it was there already, or somebody else wrote first."""

    def add(self, delivery: Delivery) -> Delivery | None: ...

    def get(self, webhook_id: str, delivery_id: str) -> Delivery: ...

    def save(self, delivery: Delivery) -> Delivery | None: ...

    def page(self, webhook_id: str, *, status: str | None, limit: int, cursor: str | None) -> Page[Delivery]: ...

    def due(self, before: datetime) -> Iterator[Delivery]:
        """Deliveries whose next attempt should have been made before."""


class WebhookQueue(Protocol):
    """Says when a delivery is to be tried; told of one that waits longer than `longest`, it would not know."""

    @property
    def longest(self) -> timedelta: ...

    def send(self, delivery: Delivery, wait: timedelta) -> None: ...


class Resolver(Protocol):
    """Every address of a host, at this moment; none where it has none or nobody knows in time."""

    def addresses(self, host: str) -> Sequence[str]: ...


class Poster(Protocol):
    """POSTs to one of the addresses that were checked, and to no other; follows nothing, never raises."""

    def post(self, destination: Destination, headers: Mapping[str, str], body: bytes, within: timedelta) -> Reply: ...


class PortraitInspector(Protocol):
    """Reads the picture at `source`, stores it upright at `target`; raises Invalid in words a person understands."""

    def inspect(self, source: str, target: str) -> Portrait: ...


class ScriptWriter(Protocol):
    """Writes another version of a script; raises Invalid or EngineFailed."""

    def rewrite(self, request: RewriteRequest) -> str: ...

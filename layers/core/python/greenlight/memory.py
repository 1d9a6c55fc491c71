"""The twin of every port, in memory: same promises as the AWS adapters, for tests and for trying things out."""

import copy
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from greenlight.contracts import Job
from greenlight.documents import from_document, to_document
from greenlight.domain.credits import Balance, LedgerEntry, Movement
from greenlight.domain.cursors import Cursors, Scope
from greenlight.domain.errors import ConcurrentChange, Conflict, InsufficientCredits, NotFound
from greenlight.domain.events import Event
from greenlight.domain.jobs import JobRecord, Waiter
from greenlight.domain.keys import ApiKey
from greenlight.domain.money import usd
from greenlight.domain.production import Production
from greenlight.domain.reel import Portrait
from greenlight.domain.uploads import Upload
from greenlight.ports import Page

CURSORS = Cursors(lambda: b"memory")


@dataclass
class FixedClock:
    """Stands still until told to move."""

    at: datetime = datetime(2026, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def forward(self, by: timedelta) -> None:
        self.at += by


@dataclass
class CountingIds:
    count: int = 0

    def uuid(self) -> str:
        self.count += 1
        return f"00000000-0000-4000-8000-{self.count:012d}"

    def secret(self) -> str:
        self.count += 1
        return f"secret-{self.count:036d}"


@dataclass
class MemoryCredits:
    starting: int = 0
    accounts: dict[tuple[str, str], Balance] = field(default_factory=dict)
    entries: list[LedgerEntry] = field(default_factory=list)

    def open(self, account_id: str, user_id: str) -> None:
        self.accounts.setdefault((account_id, user_id), Balance(self.starting, 0))

    def balance(self, account_id: str, user_id: str) -> Balance:
        return self.accounts.get((account_id, user_id), Balance(0, 0))

    def write(self, entry: LedgerEntry) -> None:
        if any(known.entry_id == entry.entry_id for known in self.entries):
            raise ConcurrentChange("This entry is in the ledger already.")
        before = self.balance(entry.account_id, entry.user_id)
        if entry.movement is Movement.HOLD and before.available < entry.amount:
            required, available = usd(entry.amount), usd(before.available)
            raise InsufficientCredits(
                f"This costs {required:.6f} USD, but only {available:.6f} USD of credits are left.",
                required=required,
                available=available,
            )
        after = Balance(before.available + entry.available_delta, before.held + entry.held_delta)
        self.accounts[entry.account_id, entry.user_id] = after
        self.entries.append(entry)

    def ledger(self, account_id: str, user_id: str, *, limit: int, cursor: str | None) -> Page[LedgerEntry]:
        mine = {
            f"{entry.at.isoformat()}|{entry.entry_id}": entry
            for entry in self.entries
            if (entry.account_id, entry.user_id) == (account_id, user_id)
        }
        return page_of(mine, ("ledger", account_id, user_id), limit, cursor)


@dataclass
class MemoryProductions:
    """Stores documents, not objects, so that nothing is shared with whoever wrote them."""

    credits: MemoryCredits
    stored: dict[str, tuple[str, dict[str, Any], int]] = field(default_factory=dict)
    told: dict[str, list[tuple[str, Event]]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, production: Production) -> None:
        with self.lock:
            if production.production_id in self.stored:
                raise ConcurrentChange("This production exists already.")
            self._write(production)

    def save(self, production: Production) -> None:
        with self.lock:
            _, _, version = self.stored.get(production.production_id, ("", {}, -1))
            if version != production.version:
                production.written()
                raise ConcurrentChange("Somebody else changed this at the same moment; try again.")
            self._write(production)

    def get(self, production_id: str, account_id: str | None = None) -> Production:
        if production_id in self.stored:
            production = from_document(*copy.deepcopy(self.stored[production_id]))
            if account_id in {None, production.account_id}:
                return production
        raise NotFound(f"There is nothing called {production_id}.")

    def delete(self, production: Production) -> None:
        self.stored.pop(production.production_id, None)
        self.told.pop(production.production_id, None)

    def page(
        self, account_id: str, family: str, *, user_id: str | None, status: str | None, limit: int, cursor: str | None
    ) -> Page[Production]:
        mine = {
            f"{production.created_at.isoformat()}#{production.production_id}": production
            for production in map(self.get, self.stored)
            if (production.account_id, production.family) == (account_id, family)
            and user_id in {None, production.user_id}
            and status in {None, production.status.value}
        }
        return page_of(mine, (account_id, family, user_id, status), limit, cursor)

    def due(self, now: datetime | None) -> Iterator[str]:
        for production in [self.get(production_id) for production_id in self.stored]:
            if production.is_open and (now is None or production.check_at <= now):
                yield production.production_id

    def events(self, production_id: str, after: str | None = None) -> list[tuple[str, Event]]:
        return [
            (number, event) for number, event in self.told.get(production_id, []) if after is None or number > after
        ]

    def _write(self, production: Production) -> None:
        events, movements = production.written()
        for entry in movements:
            self.credits.write(entry)
        production.version += 1
        self.stored[production.production_id] = (production.family, to_document(production), production.version)
        log = self.told.setdefault(production.production_id, [])
        log += [(f"{production.version:08d}.{place:02d}", event) for place, event in enumerate(events)]


@dataclass
class MemoryDoorbells:
    tokens: dict[str, str] = field(default_factory=dict)

    def put(self, production_id: str, token: str) -> None:
        self.tokens[production_id] = token

    def get(self, production_id: str) -> str | None:
        return self.tokens.get(production_id)


@dataclass
class MemoryJobs:
    records: dict[str, JobRecord] = field(default_factory=dict)
    waiting: dict[tuple[str, str, str], Waiter] = field(default_factory=dict)

    def get(self, job_id: str) -> JobRecord | None:
        return self.records.get(job_id)

    def add(self, record: JobRecord) -> bool:
        if record.job_id in self.records:
            return False
        self.records[record.job_id] = replace(record, version=1)
        return True

    def save(self, record: JobRecord) -> bool:
        if self.records[record.job_id].version != record.version:
            return False
        self.records[record.job_id] = replace(record, version=record.version + 1)
        return True

    def put_waiter(self, waiter: Waiter) -> None:
        self.waiting[waiter.job_id, waiter.production_id, waiter.step] = waiter

    def waiters(self, job_id: str) -> Sequence[Waiter]:
        return [waiter for waiter in self.waiting.values() if waiter.job_id == job_id]

    def of(self, production_id: str) -> Sequence[Waiter]:
        return [waiter for waiter in self.waiting.values() if waiter.production_id == production_id]

    def answered(self, waiter: Waiter) -> None:
        key = (waiter.job_id, waiter.production_id, waiter.step)
        if key in self.waiting and self.waiting[key].token == waiter.token:
            self.waiting[key] = replace(waiter, answered=True)

    def forget(self, job_id: str, production_id: str) -> bool:
        for key in [k for k in self.waiting if k[:2] == (job_id, production_id)]:
            del self.waiting[key]
        if self.waiters(job_id):
            return False
        self.records.pop(job_id, None)
        return True


@dataclass
class MemoryKeys:
    keys: dict[str, ApiKey] = field(default_factory=dict)

    def add(self, key: ApiKey) -> None:
        self.save(key)

    def save(self, key: ApiKey) -> None:
        self.keys[key.hashed] = key

    def find(self, hashed: str) -> ApiKey | None:
        return self.keys.get(hashed)

    def get(self, account_id: str, key_id: str) -> ApiKey:
        for key in self.list(account_id):
            if key.key_id == key_id:
                return key
        raise NotFound(f"There is no key {key_id}.")

    def list(self, account_id: str) -> list[ApiKey]:
        mine = [key for key in self.keys.values() if key.account_id == account_id]
        return sorted(mine, key=lambda key: key.created_at, reverse=True)


@dataclass
class MemoryUploads:
    uploads: dict[str, Upload] = field(default_factory=dict)

    def put(self, upload: Upload) -> None:
        self.uploads[upload.upload_id] = upload

    def get(self, upload_id: str) -> Upload | None:
        return self.uploads.get(upload_id)


@dataclass
class MemoryOnce:
    answers: dict[tuple[str, str], tuple[dict[str, Any], dict[str, Any] | None]] = field(default_factory=dict)

    def run(
        self, account_id: str, key: str, payload: dict[str, Any], context: Any, work: Callable[[], dict[str, Any]]
    ) -> tuple[dict[str, Any], bool]:
        if (account_id, key) in self.answers:
            known, answer = self.answers[account_id, key]
            if known != payload:
                raise Conflict("This Idempotency-Key was used for another request.", code="idempotency_mismatch")
            if answer is None:
                raise Conflict("The request is still being done.", code="idempotency_in_flight", retry_after=1)
            return answer, True
        self.answers[account_id, key] = payload, None
        try:
            answer = work()
        except Exception:
            del self.answers[account_id, key]
            raise
        self.answers[account_id, key] = payload, answer
        return answer, False


@dataclass
class MemoryMedia:
    files: dict[str, bytes] = field(default_factory=dict)

    def uri(self, key: str) -> str:
        return f"s3://media/{key}"

    def put(self, uri: str, data: bytes, content_type: str) -> None:
        self.files[uri] = data

    def read(self, uri: str) -> bytes:
        return self.files[uri]

    def exists(self, uri: str) -> bool:
        return uri in self.files

    def link(self, uri: str, filename: str | None = None) -> str:
        return f"https://media.example/{uri.removeprefix('s3://media/')}"

    def upload_link(self, uri: str, content_type: str, size: int) -> str:
        return self.link(uri)

    def delete_under(self, uri: str) -> None:
        for found in [name for name in self.files if name.startswith(uri)]:
            del self.files[found]


@dataclass
class MemoryWorkflows:
    """Notes what workflows were told; which tokens are alive is for the test to say."""

    running: set[str] = field(default_factory=set)
    started: list[str] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    live_tokens: set[str] = field(default_factory=set)
    answers: list[tuple[str, str, str]] = field(default_factory=list)

    def start(self, family: str, execution: str, production_id: str) -> None:
        if execution not in self.started:
            self.started.append(execution)
            self.running.add(execution)

    def is_running(self, family: str, execution: str) -> bool:
        return execution in self.running

    def stop(self, family: str, execution: str, reason: str) -> None:
        self.running.discard(execution)
        self.stopped.append(execution)

    def succeed(self, token: str, output: dict[str, Any]) -> bool:
        return self._answer(token, "succeeded", "")

    def fail(self, token: str, code: str, message: str) -> bool:
        return self._answer(token, code, message)

    def _answer(self, token: str, outcome: str, message: str) -> bool:
        if token not in self.live_tokens:
            return False
        self.live_tokens.discard(token)
        self.answers.append((token, outcome, message))
        return True


@dataclass
class MemoryBackend:
    submitted: list[Job] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)

    def submit(self, job: Job) -> None:
        self.submitted.append(job)

    def cancel(self, record: JobRecord) -> None:
        self.cancelled.append(record.job_id)


@dataclass
class MemoryBus:
    published: list[dict[str, Any]] = field(default_factory=list)

    def publish(self, events: Sequence[dict[str, Any]]) -> None:
        self.published += events


@dataclass
class TrustingInspector:
    """Believes that every picture shows one face in its middle; the real one looks (layers/vision)."""

    media: MemoryMedia

    def inspect(self, source: str, target: str) -> Portrait:
        self.media.files[target] = self.media.files[source]
        return Portrait(target, "0" * 64, 512, 512, {"x": 128, "y": 96, "width": 256, "height": 300})


def page_of(items: dict[str, Any], scope: Scope, limit: int, cursor: str | None) -> Page[Any]:
    """The newest first of what lies behind the cursor; `items` by their sort keys."""
    last = CURSORS.position(scope, cursor)
    keys = sorted((key for key in items if last is None or key < last), reverse=True)
    following = CURSORS.after(scope, keys[limit - 1]) if len(keys) > limit else None
    return Page([items[key] for key in keys[:limit]], following)

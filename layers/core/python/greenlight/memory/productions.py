"""The twins, in memory, of what keeps and runs productions."""

import copy
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from greenlight.documents import from_document, to_document
from greenlight.domain.chats import ChatEvent
from greenlight.domain.errors import ConcurrentChange, NoPlace, NotFound
from greenlight.domain.events import Event
from greenlight.domain.production import Production
from greenlight.domain.scenario import Scenario
from greenlight.domain.shorts import Short
from greenlight.domain.status import Status
from greenlight.memory.access import MemoryCredits
from greenlight.memory.basics import page_of
from greenlight.ports import Page


@dataclass
class MemoryProductions:
    """Stores documents, not objects, so that nothing is shared with whoever wrote them.

    `places` is how many productions of an account may be at work at once, 0 for any number.
    """

    credits: MemoryCredits
    places: int = 0
    stored: dict[str, tuple[str, dict[str, Any], int]] = field(default_factory=dict)
    told: dict[str, list[tuple[str, Event]]] = field(default_factory=dict)
    chats: dict[tuple[str, str], list[ChatEvent]] = field(default_factory=dict)
    shorts: dict[tuple[str, str], Short] = field(default_factory=dict)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    made_way: list[int] = field(default_factory=list)
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

    def make_way(self, attempt: int) -> None:
        self.made_way.append(attempt)

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
        lines: set[str] = set()
        for production in [self.get(production_id) for production_id in self.stored]:
            if production.is_open and (now is None or production.check_at <= now):
                if production.status is Status.QUEUED and production.account_id in lines:
                    continue
                if production.status is Status.QUEUED:
                    lines.add(production.account_id)
                yield production.production_id

    def in_line(self, account_id: str) -> list[str]:
        mine = [production for production in map(self.get, self.stored) if production.account_id == account_id]
        free = self.places - sum(p.status.is_at_work for p in mine) if self.places else len(mine)
        waiting = sorted((p.queued_at, p.production_id) for p in mine if p.status is Status.QUEUED and p.queued_at)
        return [production_id for _, production_id in waiting[: max(free, 0)]]

    def events(self, production_id: str, after: str | None = None) -> list[tuple[str, Event]]:
        return [
            (number, event) for number, event in self.told.get(production_id, []) if after is None or number > after
        ]

    def chat(self, account_id: str, chat_id: str, after: int = 0) -> list[ChatEvent]:
        return [event for event in self.chats.get((account_id, chat_id), []) if event.number > after]

    def count(self, production_id: str, what: str) -> None:
        with self.lock:
            self.counts[production_id, what] += 1

    def counted(self, production_id: str, what: str) -> int:
        return self.counts[production_id, what]

    def _write(self, production: Production) -> None:
        events, movements = production.written()
        self._refuse_without_place(production)
        for entry in movements:
            self.credits.write(entry)
        self._note_short(production)
        production.stored(production.version + 1)
        self.stored[production.production_id] = (production.family, to_document(production), production.version)
        log = self.told.setdefault(production.production_id, [])
        log += [(f"{production.version:08d}.{place:02d}", event) for place, event in enumerate(events)]
        if production.chat is not None:
            chat = self.chats.setdefault((production.account_id, production.chat), [])
            who = (production.family, production.production_id, production.user_id)
            chat += [ChatEvent(len(chat) + n, *who, event) for n, event in enumerate(events, 1)]

    def _note_short(self, production: Production) -> None:
        if not isinstance(production, Scenario) or production.text is None:
            return
        if production.status is Status.SUCCEEDED and production.stored_status is not Status.SUCCEEDED:
            key, now = (production.account_id, production.short_id), production.updated_at
            known = self.shorts.get(key)
            who = (production.short_id, production.account_id, production.user_id, production.product_id)
            began = known.created_at if known else now
            self.shorts[key] = Short(*who, production.production_id, production.text.title, began, now)

    def _refuse_without_place(self, production: Production) -> None:
        known = production.stored_status
        if not self.places or not production.status.is_at_work or (known is not None and known.is_at_work):
            return
        mine = [found for found in map(self.get, self.stored) if found.account_id == production.account_id]
        if sum(found.status.is_at_work for found in mine) >= self.places:
            raise NoPlace("As many are being made as this account may have at once.")


@dataclass
class MemoryDoorbells:
    tokens: dict[str, str] = field(default_factory=dict)

    def put(self, production_id: str, token: str) -> None:
        self.tokens[production_id] = token

    def get(self, production_id: str) -> str | None:
        return self.tokens.get(production_id)


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

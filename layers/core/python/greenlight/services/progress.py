"""What happens to a job, as it happens: the events after the last one that a client saw, waited for if need be."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from greenlight.domain.errors import Invalid, NotFound
from greenlight.domain.events import Event
from greenlight.domain.keys import Identity
from greenlight.ports import Clock, Productions

# Longer than this no Lambda behind API Gateway may hold an answer.
PATIENCE = timedelta(seconds=24)
BETWEEN_LOOKS = 0.5
_EVENT_ID = re.compile(r"\d{8}\.\d{2}", re.ASCII)


@dataclass(frozen=True)
class ProgressEvents:
    productions: Productions
    clock: Clock
    pause: Callable[[float], object]

    def after(self, identity: Identity, job_id: str, last: str | None) -> list[tuple[str, Event]] | None:
        """Events with their ids, an empty list when nothing happened for a while, None when nothing ever will."""
        self._is_over(identity, job_id)
        self._refuse_unless_given_out(job_id, last)
        until = self.clock.now() + PATIENCE
        while True:
            # Read in this order: whatever ends the job after this look has its event found by the next one.
            is_over = self._is_over(identity, job_id)
            events = self.productions.events(job_id, after=last)
            if events:
                return events
            if is_over:
                return None
            if self.clock.now() >= until:
                return []
            self.pause(BETWEEN_LOOKS)

    def _refuse_unless_given_out(self, job_id: str, last: str | None) -> None:
        """An id of what has not happened yet would keep silent about all that happens until then."""
        if last is None or (_EVENT_ID.fullmatch(last) and self.productions.events(job_id, after=_before(last))):
            return
        raise Invalid("Last-Event-ID takes the id of an event as this route gave it out.", field="Last-Event-ID")

    def _is_over(self, identity: Identity, job_id: str) -> bool:
        production = self.productions.get(job_id, identity.account_id)
        if identity.user_id not in {None, production.user_id}:
            raise NotFound(f"There is nothing called {job_id}.")
        return production.status.is_final


def _before(event_id: str) -> str | None:
    number = int(event_id.replace(".", "")) - 1
    return f"{number // 100:08d}.{number % 100:02d}" if number >= 0 else None

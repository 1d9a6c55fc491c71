"""What a client's conversation is told: the events after the last one that was seen, waited for if need be."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from greenlight.domain.chats import ChatEvent
from greenlight.domain.errors import Invalid
from greenlight.domain.keys import Identity
from greenlight.ports import Clock, Productions
from greenlight.services.progress import BETWEEN_LOOKS, PATIENCE

_NUMBER = re.compile(r"[1-9][0-9]{0,9}", re.ASCII)


@dataclass(frozen=True)
class ChatEvents:
    productions: Productions
    clock: Clock
    pause: Callable[[float], object]

    def after(self, identity: Identity, user_id: str | None, chat_id: str, last: str | None) -> list[ChatEvent]:
        """Those that the caller may see; none when nothing happened for a while. A chat is never over."""
        seen = self._number(identity, chat_id, last)
        until = self.clock.now() + PATIENCE
        while True:
            told = self.productions.chat(identity.account_id, chat_id, seen)
            shown = [event for event in told if event.name and user_id in {None, event.user_id}]
            if shown or self.clock.now() >= until:
                return shown
            # What is not shown needs no second look.
            seen = told[-1].number if told else seen
            self.pause(BETWEEN_LOOKS)

    def _number(self, identity: Identity, chat_id: str, last: str | None) -> int:
        """An id of what has not happened yet would keep silent about all that happens until then."""
        if last is None:
            return 0
        if _NUMBER.fullmatch(last) and self.productions.chat(identity.account_id, chat_id, int(last) - 1):
            return int(last)
        raise Invalid("Last-Event-ID takes the id of an event as this route gave it out.", field="Last-Event-ID")

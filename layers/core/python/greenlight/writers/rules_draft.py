"""One script's space of versions: a random source picks the words, the opener, the closer and what is left out."""

import random
import re
from collections.abc import Callable

from greenlight.domain.writing import RewriteRequest, normalised
from greenlight.writers.rules_fit import cut_to_fit, dropped_to_fit, values
from greenlight.writers.rules_phrases import contracted, expanded, reworded, speakable, tightened, without_fillers
from greenlight.writers.rules_structure import (
    greeted,
    is_call,
    is_farewell,
    is_greeting,
    linked,
    punctuated,
    split_long,
    time_moved,
)
from greenlight.writers.rules_tone_table import ASKING, Tone
from greenlight.writers.rules_tones import SOMBRE, tone_for
from greenlight.writers.rules_wishes import Wishes, wishes_in

# So many tries spend scarce seconds on the script alone, before an opener may take the place of a sentence.
_PLAIN_TRIES = 6
# After so many the tone's own words seem to be used up.
_FITTING_TRIES = 20


class Draft:
    """One request's space of versions; each random source picks one of them."""

    def __init__(self, request: RewriteRequest, body: list[str], measure: Callable[[str], float]) -> None:
        self._wishes: Wishes = wishes_in(request.instructions)
        self._tone: Tone = self._wishes.apply(tone_for(request.tone, request.original))
        self._measure = measure
        self._limit = request.max_seconds
        self._body = [spoken if re.search(r"\w", spoken := tightened(speakable(s))) else s for s in body]
        self._asks = any(is_call(s) or re.search(r"\b[Yy]our?\b", s) for s in self._body)
        whole = measure(" ".join(self._body))
        self._wanted = min(self._limit, 0.65 * whole) if self._wishes.shorter else self._limit

    def version(self, rng: random.Random, attempt: int) -> str | None:
        """A text that fits, or None where nothing of this draw does."""
        rate = min(0.8, 0.35 + attempt / 100)
        plain = self._worded(rng, rate, desperate=attempt > _FITTING_TRIES)
        link = self._tone.name != SOMBRE.name and rng.random() < rate
        body = linked(plain, rng) if link else plain
        opener, closer = self._ornaments(body, rng)
        for ornamented in ([*opener, *body, *closer], [*opener, *body], [*body, *closer], body):
            text = self._joined(ornamented)
            if self._measure(text) <= self._wanted:
                return text
        return self._shortened(plain, opener, closer, rng, attempt)

    def _worded(self, rng: random.Random, rate: float, *, desperate: bool) -> list[str]:
        """The sentences in other words of the tone's manner; of any manner, where those are used up."""
        manner = self._tone.manner
        body = [part for s in self._body for part in split_long(s, rng, rate / 2)]
        body = [reworded(s, None if desperate else manner, rng, rate) for s in body]
        body = [greeted(body[0], self._tone, rng), *body[1:]]
        body = [time_moved(s) if rng.random() < rate / 2 else s for s in body]
        if manner > 0:
            return [expanded(s) for s in body]
        if manner == 0:
            return [contracted(s) for s in body] if rng.random() < 0.5 else body
        return [s if desperate and rng.random() < 0.4 else contracted(s) for s in body]

    def _ornaments(self, body: list[str], rng: random.Random) -> tuple[list[str], list[str]]:
        """An opener and a closer, or none, that suit the script and each other."""
        tone, wishes = self._tone, self._wishes
        openers, closers = tone.openers, tone.closers
        if body[0].endswith("?"):
            openers = tuple(o for o in openers if is_greeting(o) and "?" not in o)
        may_open = bool(wishes.opener and openers and not is_greeting(body[0]))
        may_close = wishes.closer and not is_farewell(body[-1])
        open_it = may_open and (wishes.longer or rng.random() < 0.8)
        close_it = may_close and (wishes.longer or not open_it or rng.random() < 0.6)
        opener = [rng.choice(openers)] if open_it else []
        closers = tuple(
            c for c in closers if not _echoes(c, opener) and (self._asks or wishes.ending or c not in ASKING)
        )
        closer = [rng.choice(closers)] if closers and (close_it or wishes.ending) else []
        return opener, closer

    def _joined(self, parts: list[str]) -> str:
        return " ".join(punctuated(parts, self._tone.exclamations, cheerful=self._tone.manner < 0))

    def _shortened(
        self, body: list[str], opener: list[str], closer: list[str], rng: random.Random, attempt: int
    ) -> str | None:
        """Fillers, asides and then whole sentences left out; at last the one that remains is cut."""
        room = self._wanted - (self._measure(closer[0]) if closer and self._wishes.ending else 0.0)
        body = self._without_asides(body, room)
        spread = min(0.6, attempt / 40)
        worth = [v * rng.uniform(1 - spread, 1 + spread) for v in values(body)]
        body = dropped_to_fit(body, room, self._measure, worth)
        dressed = [[*opener, *body, *closer], [*opener, *body]] if attempt >= _PLAIN_TRIES else []
        for parts in (*dressed, [*body, *closer] if dressed or self._wishes.ending else body, body):
            if self._measure(text := self._joined(parts)) <= self._limit:
                return text
        cut = cut_to_fit(self._joined(body), self._limit, self._measure)
        return cut and self._joined([cut])

    def _without_asides(self, body: list[str], room: float) -> list[str]:
        body = [without_fillers(s) for s in body]
        body = [contracted(s) for s in body] if self._tone.manner <= 0 else body
        if self._measure(self._joined(body)) <= room:
            return body
        return [short if re.search(r"\w", short := re.sub(r" ?\([^()\d]*\)", "", s)) else s for s in body]


def _echoes(closer: str, opener: list[str]) -> bool:
    """Both thank, or both speak of the same thing."""
    said = {word.rstrip("s") for text in opener for word in normalised(text).split() if len(word) > 3}
    return not said.isdisjoint(word.rstrip("s") for word in normalised(closer).split())

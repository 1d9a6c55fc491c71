"""Shorts: what was made for products, and storyboards that are made of them."""

from dataclasses import dataclass

from greenlight.domain.errors import NotFound
from greenlight.domain.keys import Identity
from greenlight.domain.scenario import Scenario
from greenlight.domain.scenario_storyboard import nearest_aspect_ratio, storyboard_of
from greenlight.domain.shorts import Short
from greenlight.domain.storyboard import Cut, NewStoryboard, Storyboard
from greenlight.ports import Page, Productions, Shorts
from greenlight.services.storyboards import Storyboards


@dataclass(frozen=True)
class ShortService:
    shorts: Shorts
    productions: Productions
    storyboards: Storyboards

    def get(self, identity: Identity, short_id: str) -> tuple[Short, Scenario]:
        """A short with its latest scenario; somebody else's is not found."""
        short = self.shorts.get(identity.account_id, short_id)
        if short is None or identity.user_id not in {None, short.user_id}:
            raise NotFound(f"There is no short {short_id}.")
        return short, self._scenario(short)

    def list(
        self, identity: Identity, user_id: str | None, limit: int, cursor: str | None
    ) -> Page[tuple[Short, Scenario]]:
        page = self.shorts.page(identity.account_id, user_id=user_id, limit=limit, cursor=cursor)
        return Page([(short, self._scenario(short)) for short in page.items], page.next_cursor)

    def produce(self, identity: Identity, short_id: str, cut: Cut, once: str | None = None) -> Storyboard:
        """A storyboard of the latest scenario: its pictures are drawn, then it waits for an approval of its own."""
        short, scenario = self.get(identity, short_id)
        text, durations = storyboard_of(scenario)
        new = NewStoryboard(
            prompt=f"{scenario.product.name}: {text.title}",
            duration=sum(durations),
            style=f"{scenario.style.replace('-', ' ')}, {scenario.mood} mood",
            aspect_ratio=nearest_aspect_ratio(scenario.size),
            voice=scenario.voice,
            language=scenario.language,
            cut=cut,
        )
        return self.storyboards.create(identity, short.user_id, new, once, written=(text, durations))

    def _scenario(self, short: Short) -> Scenario:
        scenario = self.productions.get(short.scenario_id)
        if not isinstance(scenario, Scenario):
            raise NotFound(f"There is no short {short.short_id}.")
        return scenario

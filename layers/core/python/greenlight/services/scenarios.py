"""Scenarios: begun for a product, shown, cancelled."""

from dataclasses import dataclass
from datetime import timedelta

from greenlight.domain.catalogue import default_voice, refuse_unwritten
from greenlight.domain.errors import InvalidTransition, NotFound
from greenlight.domain.keys import Identity
from greenlight.domain.scenario import NewScenario, Scenario, ScenarioEngines
from greenlight.ports import Clock, Ids, Productions, Shorts
from greenlight.services.productions import Lifecycle
from greenlight.services.products import ProductService

# Nobody approves a scenario; what is made of it has a green light of its own.
NEVER = timedelta(days=365)


@dataclass(frozen=True)
class Scenarios:
    productions: Productions
    shorts: Shorts
    products: ProductService
    lifecycle: Lifecycle
    clock: Clock
    ids: Ids
    engines: ScenarioEngines
    speech_engine: str

    def begin(self, identity: Identity, user_id: str, new: NewScenario) -> Scenario:
        refuse_unwritten(self.engines.writer, new.language, "target_language")
        product = self.products.get(identity, new.product_id)
        short_id = self._short(identity, new.short_id) if new.short_id else self.ids.uuid()
        now = self.clock.now()
        scenario = Scenario(
            production_id=self.ids.uuid(),
            account_id=identity.account_id,
            user_id=user_id,
            created_at=now,
            updated_at=now,
            approve_by=now + NEVER,
            product_id=product.product_id,
            product=product.facts,
            image=product.images[0] if product.images else None,
            style=new.style,
            mood=new.mood,
            video_length=new.video_length,
            resolution=new.resolution,
            language=new.language,
            voice=default_voice(self.speech_engine),
            engines=self.engines,
            short_id=short_id,
        )
        scenario.ask_for_text(now)
        self.lifecycle.begin(scenario)
        return scenario

    def get(self, identity: Identity, task_id: str) -> Scenario:
        """Somebody else's task is not found, and neither is one of another user for a user key."""
        try:
            scenario = self.productions.get(task_id, identity.account_id)
        except NotFound:
            raise _not_found(task_id) from None
        if not isinstance(scenario, Scenario) or identity.user_id not in {None, scenario.user_id}:
            raise _not_found(task_id)
        return scenario

    def cancel(self, identity: Identity, task_id: str) -> Scenario:
        scenario = self.get(identity, task_id)
        if scenario.status.is_final:
            raise InvalidTransition(f"This task is {scenario.status.value} already; there is nothing to cancel.")
        return self.lifecycle.cancel(scenario)

    def _short(self, identity: Identity, short_id: str) -> str:
        short = self.shorts.get(identity.account_id, short_id)
        if short is None or identity.user_id not in {None, short.user_id}:
            raise NotFound(f"There is no short {short_id}.")
        return short.short_id


def _not_found(task_id: str) -> NotFound:
    return NotFound(f"There is no task {task_id}.")

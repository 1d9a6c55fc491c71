"""Productions as JSON documents and back, for every store that keeps them."""

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from greenlight.domain.production import Production
from greenlight.domain.reel import Reel
from greenlight.domain.scenario import Scenario
from greenlight.domain.script import Script
from greenlight.domain.script_video import ScriptVideo
from greenlight.domain.storyboard import Storyboard

KINDS: tuple[type[Production], ...] = (Reel, Storyboard, Scenario, Script, ScriptVideo)
FAMILIES: dict[str, type[Production]] = {kind.family: kind for kind in KINDS}
# What travels with a write and is kept in items of its own, or is the store's own business.
LEFT_OUT = {"happened", "movements", "stored_status", "version"}


@cache
def _adapter(family: str) -> TypeAdapter[Production]:
    return TypeAdapter(FAMILIES[family])


def to_document(production: Production) -> dict[str, Any]:
    document: dict[str, Any] = _adapter(production.family).dump_python(production, mode="json", exclude=LEFT_OUT)
    return document


def from_document(family: str, document: dict[str, Any], version: int) -> Production:
    production = _adapter(family).validate_python(document)
    production.stored(version)
    return production

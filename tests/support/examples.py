"""Which examples a property is tried with: the same few in every run, or many others where somebody explores.

HYPOTHESIS_PROFILE says which. `ci` is the default; `explore` keeps what failed under `.hypothesis` and begins with it.
"""

import os
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.database import DirectoryBasedExampleDatabase
from hypothesis.internal.conjecture.providers import AVAILABLE_PROVIDERS, HypothesisProvider
from hypothesis.internal.constants_ast import Constants

# How many times as many examples as in every run.
TIMES = {"ci": 1, "explore": 20}
USUAL = 60
REPOSITORY = Path(__file__).resolve().parents[2]


class SameEverywhere(HypothesisProvider):
    """Draws no constants from the modules that happen to be loaded: alone it draws what it draws in a whole run."""

    _local_constants = Constants()


def profile() -> str:
    chosen = os.environ.get("HYPOTHESIS_PROFILE") or "ci"
    if chosen not in TIMES:
        raise ValueError(f"HYPOTHESIS_PROFILE is {chosen!r}: set it to one of {', '.join(TIMES)}, or unset it.")
    return chosen


def examples(count: int) -> settings:
    """For a property that is tried with `count` examples in every run, and with more where somebody explores."""
    return settings(max_examples=count * TIMES[profile()])


def use_profile() -> None:
    """No time limit in either: a busy machine makes no property false."""
    patient: dict[str, Any] = {"deadline": None, "print_blob": True, "suppress_health_check": [HealthCheck.too_slow]}
    settings.register_profile("ci", derandomize=True, database=None, max_examples=USUAL, **patient)
    settings.register_profile(
        "explore",
        derandomize=False,
        database=DirectoryBasedExampleDatabase(REPOSITORY / ".hypothesis" / "examples"),
        max_examples=USUAL * TIMES["explore"],
        **patient,
    )
    settings.load_profile(profile())
    if profile() == "ci":
        AVAILABLE_PROVIDERS["hypothesis"] = SameEverywhere

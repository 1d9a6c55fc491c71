"""The API asked as its document says, by schemathesis: what is left to do is to name what was found."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from schemathesis.filters import FilterSet
from schemathesis.hooks import unregister

CONFIG = Path(__file__).with_name("schemathesis.toml")


def config() -> SchemathesisConfig:
    return SchemathesisConfig.from_path(CONFIG)


@contextmanager
def before_each_call(change: Any) -> Iterator[None]:
    """Lets `change` have every case before it is sent."""

    def before_call(context: Any, case: Any, kwargs: Any) -> None:
        change(case)

    schemathesis.hook(before_call)
    try:
        yield
    finally:
        unregister(before_call)


def asked(schema: Any, **which: Any) -> tuple[set[str], list[str]]:
    """The operations that were asked something, and all that was wrong, in words, each with its request.

    `which` selects operations, as `tag="reels"` does; all of them where nothing is named.
    """
    schema.filter_set = FilterSet()
    if which:
        schema.filter_set.include(**which)
    labels: set[str] = set()
    wrong: list[str] = []
    for event in from_schema(schema).execute():
        match event:
            case events.ScenarioFinished():
                labels |= {each.value.operation.label for each in event.recorder.cases.values()}
                wrong += _failures(event)
            case events.NonFatalError():
                wrong.append(f"{event.label}: {event.value!r}")
            case events.FatalError():
                raise event.exception
    return labels, wrong


def _failures(event: events.ScenarioFinished) -> Iterator[str]:
    for case_id, checks in event.recorder.checks.items():
        for check in checks:
            if check.failure_info is not None:
                answer = event.recorder.interactions[case_id].response
                told = f"{answer.status_code} {answer.text[:500]}" if answer else "no answer"
                failure = check.failure_info
                yield f"{event.phase}: {failure.code_sample}\n{told}\n{check.name}: {failure.failure.message}"

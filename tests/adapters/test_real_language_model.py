"""The OpenAI path on a real server with a real model: each call ends in a result or in a reason that has a type.

The model is far too small to write well. What is proved is the protocol: structured output, refusals, limits, deaths.
"""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Literal

import openai
import pytest
from pydantic import BaseModel, ConfigDict

from greenlight.domain.scenario_writing import ProductFacts, ScenarioRequest
from greenlight.domain.script_writing import VariationRequest
from greenlight.domain.speech_rate import cautious_seconds
from greenlight.domain.storyboard_writing import StoryboardRequest
from greenlight.domain.writing import RewriteRequest, WriterFailed
from greenlight.writers.moderation_openai import OpenAIModerator
from greenlight.writers.openai_chat import Chat
from greenlight.writers.openai_writer import OpenAIWriter
from greenlight.writers.scenario_openai import OpenAIScenarioWriter
from greenlight.writers.script_openai import OpenAIVariationWriter
from greenlight.writers.storyboard_openai import OpenAIStoryboardWriter
from tests.support.faulty_proxy import Fault, faulty_proxy
from tests.support.language_model import MISSING, LanguageModel, is_installed, language_model

pytestmark = [pytest.mark.real, pytest.mark.skipif(not is_installed(), reason=MISSING)]
MODEL = "smollm2"
# That of a hang: on a busy machine a few words may take a minute.
PATIENCE = 600.0
ASKED = [{"role": "user", "content": "Name one drink and how warm it is, as JSON."}]
RESULTS = {"str", "StoryboardText", "ScriptText", "ScenarioText"}
REASONS = {"writer_garbled", "writer_refused", "no_new_version", "writer_timeout"}


class Drink(BaseModel):
    model_config = ConfigDict(json_schema_extra={"additionalProperties": False})

    # One of these is a few tokens; a name of its own choice goes on until it may not any more.
    name: Literal["tea", "water"]
    is_warm: bool


@pytest.fixture(scope="module")
def model() -> Iterator[LanguageModel]:
    with language_model() as running:
        yield running


def chat(base_url: str, pause: Callable[[float], None] = lambda _: None, timeout_s: float = PATIENCE) -> Chat[Drink]:
    return Chat(Drink, api_key=None, base_url=base_url, model=MODEL, timeout_s=timeout_s, max_retries=2, pause=pause)


def soon() -> float:
    return time.monotonic() + PATIENCE


def failure(call: Callable[[], object]) -> WriterFailed:
    with pytest.raises(WriterFailed) as raised:
        call()
    return raised.value


def ended(call: Callable[[], object]) -> str:
    """The kind of a result, or the code of the reason why there is none; anything else is raised."""
    try:
        return type(call()).__name__
    except WriterFailed as failed:
        return failed.code


# -- the protocol ----------------------------------------------------------------------------------------------------
def test_an_answer_has_the_structure_that_was_asked_for(model):
    drink = chat(model.base_url).answer(ASKED, soon())
    assert drink.name in {"tea", "water"}
    assert isinstance(drink.is_warm, bool)


def test_several_at_once_are_each_answered(model):
    shared = chat(model.base_url)
    with ThreadPoolExecutor(4) as pool:
        drinks = list(pool.map(lambda _: shared.answer(ASKED, soon()), range(4)))
    assert len(drinks) == 4


def test_an_answer_is_streamed_piece_by_piece(model):
    client = openai.OpenAI(base_url=model.base_url, api_key="none", max_retries=0)
    pieces = client.chat.completions.create(model=MODEL, messages=ASKED, max_tokens=12, stream=True)
    told = [choice.delta.content or "" for piece in pieces for choice in piece.choices]
    assert len([part for part in told if part]) > 1


def test_a_prompt_that_is_too_long_is_refused_with_what_would_help(model):
    long = [{"role": "user", "content": "word " * 5000}]
    failed = failure(lambda: chat(model.base_url).answer(long, soon()))
    assert (failed.code, failed.retryable) == ("writer_refused", False)
    assert "too long for this model" in failed.message


def test_an_answer_that_is_cut_off_is_no_answer(model):
    class Saga(BaseModel):
        chapters: list[str]

    ask = [{"role": "user", "content": "Write a saga of one hundred chapters, each of a hundred words, as JSON."}]
    saga = Chat(Saga, api_key=None, base_url=model.base_url, model=MODEL, timeout_s=PATIENCE, max_retries=0)
    assert ended(lambda: saga.answer(ask, soon())) in {"Saga", "writer_garbled"}


def test_a_server_that_is_too_slow_is_given_up(model):
    failed = failure(lambda: chat(model.base_url, timeout_s=0.001).answer(ASKED, soon()))
    assert (failed.code, failed.retryable) == ("writer_timeout", True)


def test_a_server_without_moderation_leaves_it_at_the_words(model):
    moderator = OpenAIModerator(api_key=None, base_url=model.base_url)
    for _ in range(2):
        moderator.refuse("A bottle that keeps water cold.")
    assert failure(lambda: moderator.refuse("Watch porn now.")).code == "moderation.sexual"


# -- every writer ----------------------------------------------------------------------------------------------------
SCENARIO = ScenarioRequest(
    ProductFacts("Bottle", "Keeps water cold."), "product-demo", "calm", 15, "720:1280", "en-US", "heart"
)
WRITERS: dict[str, Callable[[Any], object]] = {
    "reel": lambda at: OpenAIWriter(**at, spoken_seconds=cautious_seconds).rewrite(
        RewriteRequest("Our bottle keeps water cold.", "friendly", "en-US", 60, "heart", None, ())
    ),
    "storyboard": lambda at: OpenAIStoryboardWriter(**at, budget_s=PATIENCE).write(
        StoryboardRequest("A cat on a boat", (5.0,), "plain", "16:9", "en-US", "heart")
    ),
    "script": lambda at: OpenAIVariationWriter(**at, budget_s=PATIENCE).write(
        VariationRequest("Tea", "list", 15, "plain", "en-US", "heart")
    ),
    "scenario": lambda at: OpenAIScenarioWriter(**at, budget_s=PATIENCE).draft(SCENARIO, None, (), lambda: True),
}


@pytest.mark.parametrize("writer", WRITERS)
def test_every_writer_ends_in_a_text_or_in_a_reason_that_has_a_type(model, writer):
    at = {"model": MODEL, "base_url": model.base_url, "timeout_s": PATIENCE, "max_retries": 0}
    assert ended(lambda: WRITERS[writer](at)) in RESULTS | REASONS


# -- what goes wrong on the way --------------------------------------------------------------------------------------
def test_too_many_requests_are_waited_for_as_long_as_the_server_says(model):
    pauses: list[float] = []
    with faulty_proxy(model.base_url) as proxy:
        proxy.faults.append(Fault(429, b'{"error": {"message": "Slow down."}}', {"Retry-After": "7"}))
        assert chat(proxy.url, pauses.append).answer(ASKED, soon())
        assert (proxy.asked, pauses) == (2, [7.0])


@pytest.mark.parametrize(
    "fault",
    [
        Fault(500, b"oh no"),
        Fault(503, b'{"error": {"message": "Loading."}}'),
        Fault(200, b"<html>not JSON</html>"),
        Fault(200, b'{"choices": []}'),
        Fault(keeps=40),
    ],
)
def test_what_goes_wrong_once_is_tried_again(model, fault):
    with faulty_proxy(model.base_url) as proxy:
        proxy.faults.append(fault)
        assert chat(proxy.url).answer(ASKED, soon())
        assert proxy.asked == 2


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault(500, b"oh no"), "writer_unavailable"),
        (Fault(429, b"{}"), "writer_rate_limited"),
        (Fault(200, b"nonsense"), "writer_garbled"),
        (Fault(401, b'{"error": {"message": "No such key."}}'), "writer_not_configured"),
    ],
)
def test_what_goes_wrong_again_and_again_has_a_type(model, fault, code):
    with faulty_proxy(model.base_url) as proxy:
        proxy.faults += [fault] * 5
        assert failure(lambda: chat(proxy.url).answer(ASKED, soon())).code == code


def test_whoever_cancels_stops_a_server_that_says_nothing(model):
    released, looks = threading.Event(), iter([True, False])
    with faulty_proxy(model.base_url) as proxy:
        proxy.faults.append(Fault(hangs_until=released))
        try:
            stopped = failure(lambda: chat(proxy.url).answer(ASKED, soon(), lambda: next(looks)))
        finally:
            released.set()
    assert (stopped.code, list(looks)) == ("stopped", [])


def test_a_server_that_dies_is_said_to_be_unavailable():
    with language_model() as mortal:
        assert chat(mortal.base_url).answer(ASKED, soon())
        mortal.kill()
        failed = failure(lambda: chat(mortal.base_url).answer(ASKED, soon()))
    assert (failed.code, failed.retryable) == ("writer_unavailable", True)

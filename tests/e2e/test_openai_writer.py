"""The rewriting function against a server that speaks OpenAI's protocol, and misbehaves as real ones do."""

import pytest

from local.stack import Stack
from tests.adapters.chat_server import Reply, chat_server, error, message, script
from tests.e2e.people import Person

GOOD = "Hello and welcome to this short film, which is all about the green light."


@pytest.fixture(scope="module")
def server():
    with chat_server(script(GOOD)) as running:
        yield running


@pytest.fixture(scope="module")
def anna(server, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WRITER", "openai")
        patch.setenv("OPENAI_API_KEY", "sk-test")
        patch.setenv("OPENAI_BASE_URL", server.url)
        with Stack(tmp_path_factory.mktemp("openai")) as running:
            yield Person(running.base_url)


def test_a_script_is_rewritten_by_the_model_that_the_settings_name(anna, server):
    server.answer_with(script(GOOD))
    reel = anna.created(use_rewrite="true")
    assert reel["final_script"] == GOOD
    assert server.requests[-1].authorization == "Bearer sk-test"


MISBEHAVIOUR: dict[str, tuple[Reply, set[int], str]] = {
    "is broken": (error(500), {502, 503}, "writer_"),
    "is busy": (error(429), {502, 503}, "writer_rate_limited"),
    "knows no such key": (error(401), {502, 503}, "writer_not_configured"),
    "refuses": (message(None, refusal="I can't help with that."), {502}, "writer_refused"),
    "talks garbage": (message('{"scri'), {502}, "writer_garbled"),
    "hangs up": (Reply(b'{"id": "1"', drops=True), {502, 503}, "writer_"),
}


def ids(anna: Person) -> list[str]:
    return [reel["id"] for reel in anna.ask("GET", "/api/reels").json()["items"]]


@pytest.mark.parametrize("how", MISBEHAVIOUR)
def test_a_writer_that_fails_is_a_typed_error_and_no_half_reel(anna, server, how):
    reply, statuses, code = MISBEHAVIOUR[how]
    before = ids(anna)
    server.answer_with(reply)
    answer = anna.create(use_rewrite="true")
    assert answer.status_code in statuses, answer.text
    assert answer.json()["code"].startswith(code)
    assert "sk-test" not in answer.text
    assert ids(anna) == before


def test_a_failed_regeneration_leaves_the_reel_as_it_was(anna, server):
    server.answer_with(script(GOOD))
    reel = anna.created(use_rewrite="true")
    server.answer_with(error(500))
    assert anna.act(reel, "regenerate-script").status_code in {502, 503}
    assert anna.reel(reel)["final_script"] == GOOD

"""The OpenAI picture engine against a server that speaks its API: what is asked, what comes out, every way it fails."""

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from gpu_containers.runtime.engine import JobFailed, Produced, Work
from gpu_containers.text_to_image.openai import DEFAULT_MODEL, OpenAIImageEngine
from greenlight.contracts import Job
from tests.containers.image_server import Answer, ImageServer, as_json, drawn, image_server, png, refused

SAMPLE_JOB = Path(__file__).parents[2] / "gpu_containers/text_to_image/job.json"
NEW, EDIT = "POST /v1/images/generations", "POST /v1/images/edits"
Draw = Callable[..., Produced]


@pytest.fixture
def server() -> Iterator[ImageServer]:
    with image_server() as server:
        server.script = {NEW: [drawn(png())], EDIT: [drawn(png())]}
        yield server


@pytest.fixture
def draw(server: ImageServer, tmp_path: Path) -> Draw:
    def run(settings: dict[str, str] | None = None, inputs: dict[str, Path] | None = None, **params: Any) -> Produced:
        environment = {"OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": f"{server.url}/v1", **(settings or {})}
        engine = OpenAIImageEngine(environment)
        engine.load()
        job = {**json.loads(SAMPLE_JOB.read_text()), "engine": "openai"}
        job["params"] = {**job["params"], **params}
        return engine.run(Work(Job.model_validate(job), tmp_path, inputs or {}, lambda *_: None))

    return run


def test_a_picture_is_asked_for_once_with_model_key_prompt_and_style(draw: Draw, server: ImageServer) -> None:
    produced = draw(prompt="A lighthouse", style="watercolor")
    assert server.paths() == [NEW]
    (asked,) = server.asked
    assert (asked.json["model"], asked.json["n"], asked.json["quality"]) == (DEFAULT_MODEL, 1, "medium")
    assert asked.json["prompt"] == "A lighthouse\n\nStyle: watercolor."
    assert asked.headers["authorization"] == "Bearer sk-test"
    assert produced.facts["model"] == DEFAULT_MODEL


@pytest.mark.parametrize(
    ("size", "asked"),
    [((1280, 720), "1536x1024"), ((720, 1280), "1024x1536"), ((512, 512), "1024x1024"), ((1080, 1000), "1024x1024")],
)
def test_the_nearest_shape_is_asked_for_and_cut_to_the_exact_size(
    draw: Draw, server: ImageServer, size: tuple[int, int], asked: str
) -> None:
    produced = draw(width=size[0], height=size[1])
    assert server.asked[0].json["size"] == asked
    with Image.open(produced.outputs["picture"]) as picture:
        assert (picture.format, picture.mode, picture.size, picture.info) == ("PNG", "RGB", size, {})
    facts = produced.facts
    assert (facts["width"], facts["height"], facts["requested_size"]) == (*size, asked)
    assert (facts["engine"], facts["draft"]) == ("openai", False)


def test_nothing_is_squeezed_when_it_is_cut(draw: Draw, server: ImageServer, tmp_path: Path) -> None:
    wide = Image.new("RGB", (1536, 1024), "white")
    wide.paste("black", (668, 412, 868, 612))
    wide.save(tmp_path / "wide.png")
    server.script[NEW] = [drawn((tmp_path / "wide.png").read_bytes())]
    with Image.open(draw(width=512, height=512).outputs["picture"]) as picture:
        left, top, right, bottom = Image.eval(picture.convert("L"), lambda value: 255 * (value < 128)).getbbox() or (
            0,
            0,
            1,
            9,
        )
    assert right - left == pytest.approx(bottom - top, abs=2)


def test_a_reference_makes_it_an_edit(draw: Draw, server: ImageServer, tmp_path: Path) -> None:
    reference = tmp_path / "given.jpg"
    Image.new("RGB", (640, 480), "red").save(reference)
    draw(inputs={"reference": reference})
    assert server.paths() == [EDIT]
    assert b"\x89PNG" in server.asked[0].body
    assert b'name="prompt"' in server.asked[0].body


@pytest.mark.parametrize(
    ("answer", "code", "retryable"),
    [
        (refused(401, "Incorrect API key"), "engine_unauthorized", False),
        (refused(403, "Not allowed"), "engine_unauthorized", False),
        (refused(404, "No such model"), "engine_not_configured", False),
        (refused(400, "Rejected by our safety system.", code="moderation_blocked"), "engine_refused", False),
        (refused(429, "Slow down"), "engine_busy", True),
        (refused(429, "Quota", code="insufficient_quota"), "engine_quota_spent", False),
        (refused(500, "Oops"), "engine_unavailable", True),
        (refused(503, "Overloaded"), "engine_unavailable", True),
    ],
)
def test_each_refusal_has_its_own_reason(
    draw: Draw, server: ImageServer, answer: Answer, code: str, retryable: bool
) -> None:
    server.script[NEW] = [answer]
    with pytest.raises(JobFailed) as failed:
        draw()
    assert (failed.value.code, failed.value.retryable) == (code, retryable)
    assert "sk-test" not in failed.value.message


def test_a_refused_prompt_says_what_the_service_said(draw: Draw, server: ImageServer) -> None:
    server.script[NEW] = [refused(400, "Rejected by our safety system.", code="moderation_blocked")]
    with pytest.raises(JobFailed, match="safety system"):
        draw()


def test_who_is_over_the_limit_learns_how_long(draw: Draw, server: ImageServer) -> None:
    server.script[NEW] = [refused(429, "Slow down", retry_after="20")]
    with pytest.raises(JobFailed, match="in 20 s"):
        draw({"OPENAI_RETRIES": "0"})


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_passing_failure_is_tried_again(draw: Draw, server: ImageServer, status: int) -> None:
    server.script[NEW] = [refused(status, "Not now"), refused(status, "Not yet"), drawn(png())]
    assert draw().facts["width"] == 1280
    assert len(server.asked) == 3


WRONG = {
    "a page": Answer(200, b"<html>Bad gateway</html>", {"content-type": "text/html"}),
    "a text in json": as_json({"choices": [{"message": {"content": "I cannot draw."}}]}),
    "no pictures": as_json({"created": 1, "data": []}),
    "an address": as_json({"created": 1, "data": [{"url": "https://example.com/picture.png"}]}),
    "half a picture": drawn(png()[:400]),
    "nothing": drawn(b""),
    "words": drawn(b"I cannot draw that."),
    "no base64": as_json({"created": 1, "data": [{"b64_json": "***"}]}),
    "a bomb": drawn(png((9000, 9000))),
}


@pytest.mark.parametrize("answer", WRONG.values(), ids=WRONG.keys())
def test_an_answer_without_a_usable_picture_is_refused(draw: Draw, server: ImageServer, answer: Answer) -> None:
    server.script[NEW] = [answer]
    with pytest.raises(JobFailed, match="picture") as failed:
        draw()
    assert (failed.value.code, failed.value.retryable) == ("engine_bad_picture", True)


def test_a_service_that_never_answers_is_given_up(draw: Draw, server: ImageServer) -> None:
    over = threading.Event()
    server.script[NEW] = [Answer(hangs_until=over)]
    try:
        with pytest.raises(JobFailed, match="in time") as failed:
            draw({"OPENAI_IMAGE_TIMEOUT_SECONDS": "0.2", "OPENAI_RETRIES": "0"})
    finally:
        over.set()
    assert (failed.value.code, failed.value.retryable) == ("engine_unavailable", True)


def test_a_service_that_is_not_there_can_be_tried_later(draw: Draw) -> None:
    with pytest.raises(JobFailed, match="cannot be reached") as failed:
        draw({"OPENAI_BASE_URL": "http://127.0.0.1:9/v1", "OPENAI_RETRIES": "0"})
    assert failed.value.retryable


def test_without_a_key_the_setting_is_named() -> None:
    with pytest.raises(JobFailed, match="OPENAI_API_KEY") as failed:
        OpenAIImageEngine({}).load()
    assert failed.value.code == "engine_not_configured"

"""The RunwayML engine against a server that speaks its API: tasks that succeed, fail, hang, and are cancelled."""

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from gpu_containers.runtime.engine import JobCancelled, JobFailed, Produced, Work
from gpu_containers.text_to_image.download import Downloader, DownloadError
from gpu_containers.text_to_image.runway_tasks import shortened
from gpu_containers.text_to_image.runwayml import RunwayMLEngine
from greenlight.contracts import Job
from tests.containers.image_server import Answer, ImageServer, as_json, image_server, png, task

SAMPLE_JOB = Path(__file__).parents[2] / "gpu_containers/text_to_image/job.json"
CREATE, WATCH, DROP = "POST /v1/text_to_image", "GET /v1/tasks/t-1", "DELETE /v1/tasks/t-1"
FILE = "GET /made/picture.png"
Draw = Callable[..., Produced]


@pytest.fixture
def server() -> Iterator[ImageServer]:
    with image_server() as server:
        server.script = {
            CREATE: [as_json({"id": "t-1", "estimatedCost": {"credits": 8}})],
            WATCH: [task("PENDING"), task("RUNNING", progress=0.5), done(server)],
            DROP: [Answer(204)],
            FILE: [Answer(200, png((1920, 1080)), {"content-type": "image/png"})],
        }
        yield server


def done(server: ImageServer) -> Answer:
    return task("SUCCEEDED", output=[f"{server.url}/made/picture.png"])


@pytest.fixture
def draw(server: ImageServer, tmp_path: Path) -> Draw:
    def run(
        settings: dict[str, str] | None = None,
        inputs: dict[str, Path] | None = None,
        report: Callable[[float, str], None] = lambda *_: None,
        **params: Any,
    ) -> Produced:
        quick = {"RUNWAYML_POLL_SECONDS": "0.001", "RUNWAYML_RETRIES": "0"}
        keys = {"RUNWAYML_API_SECRET": "key-test", "RUNWAYML_BASE_URL": server.url}
        engine = RunwayMLEngine({**quick, **keys, **(settings or {})})
        engine.load()
        job = {**json.loads(SAMPLE_JOB.read_text()), "engine": "runwayml"}
        job["params"] = {**job["params"], **params}
        return engine.run(Work(Job.model_validate(job), tmp_path, inputs or {}, report))

    return run


def test_a_task_is_created_watched_and_its_picture_fetched(draw: Draw, server: ImageServer) -> None:
    produced = draw(prompt="A lighthouse", style="noir", seed=2**32 + 5)
    assert server.paths() == [CREATE, WATCH, WATCH, WATCH, FILE]
    asked = server.asked[0]
    assert asked.json == {
        "model": "gen4_image",
        "promptText": "A lighthouse\n\nStyle: noir.",
        "ratio": "1920:1080",
        "seed": 5,
    }
    assert asked.headers["authorization"] == "Bearer key-test"
    assert "authorization" not in server.asked[-1].headers
    with Image.open(produced.outputs["picture"]) as picture:
        assert (picture.format, picture.size, picture.info) == ("PNG", (1280, 720), {})
    facts = produced.facts
    assert (facts["requested_size"], facts["draft"], facts["model"]) == ("1920x1080", False, "gen4_image")


@pytest.mark.parametrize(
    ("size", "ratio"), [((720, 1280), "1080:1920"), ((1000, 1000), "1080:1080"), ((2048, 900), "2112:912")]
)
def test_the_nearest_ratio_is_asked_for(draw: Draw, server: ImageServer, size: tuple[int, int], ratio: str) -> None:
    produced = draw(width=size[0], height=size[1])
    assert server.asked[0].json["ratio"] == ratio
    with Image.open(produced.outputs["picture"]) as picture:
        assert picture.size == size


def test_a_reference_is_sent_along_and_named_in_the_prompt(draw: Draw, server: ImageServer, tmp_path: Path) -> None:
    reference = tmp_path / "given.png"
    Image.new("RGBA", (300, 300), (255, 0, 0, 128)).save(reference)
    draw(inputs={"reference": reference}, prompt="word " * 500)
    asked = server.asked[0].json
    (sent,) = asked["referenceImages"]
    assert sent["uri"].startswith("data:image/jpeg;base64,")
    assert asked["promptText"].endswith(f"@{sent['tag']}.")
    assert len(asked["promptText"]) <= 1000


@pytest.mark.parametrize(("text", "most"), [("one two three", 8), ("🎬" * 20, 9), ("short", 100)])
def test_a_long_prompt_is_cut_after_a_word(text: str, most: int) -> None:
    cut = shortened(text, most)
    assert len(cut.encode("utf-16-le")) // 2 <= most
    assert cut
    assert text.startswith(cut)


@pytest.mark.parametrize(
    ("answer", "code", "retryable"),
    [
        (as_json({"error": "Bad key"}, 401), "engine_unauthorized", False),
        (as_json({"error": "No"}, 403), "engine_unauthorized", False),
        (as_json({"error": "Unknown"}, 404), "engine_not_configured", False),
        (as_json({"error": "Validation of body failed"}, 400), "engine_refused", False),
        (as_json({"error": "Too many"}, 429), "engine_busy", True),
        (as_json({"error": "Oops"}, 500), "engine_unavailable", True),
        (Answer(502, b"<html>Bad gateway</html>", {"content-type": "text/html"}), "engine_unavailable", True),
    ],
)
def test_each_refusal_has_its_own_reason(
    draw: Draw, server: ImageServer, answer: Answer, code: str, retryable: bool
) -> None:
    server.script[CREATE] = [answer]
    with pytest.raises(JobFailed) as failed:
        draw()
    assert (failed.value.code, failed.value.retryable) == (code, retryable)
    assert "key-test" not in failed.value.message


@pytest.mark.parametrize(
    ("failure", "code", "retryable"),
    [
        ("SAFETY.INPUT.TEXT", "engine_refused", False),
        ("SAFETY.OUTPUT.IMAGE", "engine_refused", False),
        ("ASSET.INVALID", "engine_refused", False),
        ("INTERNAL.BAD_OUTPUT.CODE01", "engine_unavailable", True),
        (None, "engine_unavailable", True),
    ],
)
def test_a_task_that_fails_says_why(
    draw: Draw, server: ImageServer, failure: str | None, code: str, retryable: bool
) -> None:
    server.script[WATCH] = [task("RUNNING", progress=0.1), task("FAILED", failure="It went wrong", failureCode=failure)]
    with pytest.raises(JobFailed) as failed:
        draw()
    assert (failed.value.code, failed.value.retryable) == (code, retryable)


def test_a_job_that_is_cancelled_cancels_its_task(draw: Draw, server: ImageServer) -> None:
    def report(fraction: float, _: str) -> None:
        if fraction > 0.4:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        draw(report=report)
    assert server.paths()[-1] == DROP
    assert FILE not in server.paths()


def test_a_task_that_never_ends_is_dropped(draw: Draw, server: ImageServer) -> None:
    server.script[WATCH] = [task("THROTTLED")]
    with pytest.raises(JobFailed, match="did not finish") as failed:
        draw({"RUNWAYML_TASK_SECONDS": "0.05"})
    assert (failed.value.code, failed.value.retryable) == ("engine_unavailable", True)
    assert server.paths()[-1] == DROP


def test_a_task_that_cannot_be_dropped_changes_nothing(draw: Draw, server: ImageServer) -> None:
    server.script |= {WATCH: [task("PENDING")], DROP: [Answer(500)]}
    with pytest.raises(JobFailed, match="did not finish"):
        draw({"RUNWAYML_TASK_SECONDS": "0.05"})


def test_a_service_that_never_answers_is_given_up(draw: Draw, server: ImageServer) -> None:
    over = threading.Event()
    server.script[CREATE] = [Answer(hangs_until=over)]
    try:
        with pytest.raises(JobFailed, match="in time") as failed:
            draw({"RUNWAYML_REQUEST_SECONDS": "0.2"})
    finally:
        over.set()
    assert failed.value.retryable


WRONG = {
    "a page": Answer(200, b"<html>Not found</html>", {"content-type": "text/html"}),
    "half a picture": Answer(200, png()[:400], {"content-type": "image/png"}),
    "nothing": Answer(200, b""),
    "not there": Answer(404),
    "a shorter body than announced": Answer(200, png()[:400], {"content-length": "99999", "connection": "close"}),
    "another scheme": Answer(302, b"", {"location": "ftp://example.com/picture.png"}),
    "the machine itself": Answer(302, b"", {"location": "https://127.0.0.1:1/picture.png"}),
    "its metadata": Answer(302, b"", {"location": "http://169.254.169.254/latest/meta-data"}),
    "a name of the machine": Answer(307, b"", {"location": "https://localhost:1/picture.png"}),
    "in circles": Answer(302, b"", {"location": "/made/picture.png"}),
}


@pytest.mark.parametrize("answer", WRONG.values(), ids=WRONG.keys())
def test_what_is_no_picture_or_lies_elsewhere_is_refused(draw: Draw, server: ImageServer, answer: Answer) -> None:
    server.script[FILE] = [answer]
    with pytest.raises(JobFailed, match="picture") as failed:
        draw()
    assert (failed.value.code, failed.value.retryable) == ("engine_bad_picture", True)


@pytest.mark.parametrize(
    "output", [[], ["file:///etc/passwd"], ["https://10.0.0.1/x.png"], ["http://[::1]/x"], ["https://u:p@127.0.0.1/x"]]
)
def test_an_output_that_must_not_be_fetched_is_not(draw: Draw, server: ImageServer, output: list[str]) -> None:
    server.script[WATCH] = [task("SUCCEEDED", output=output)]
    with pytest.raises(JobFailed) as failed:
        draw()
    assert failed.value.code == "engine_bad_picture"


def test_an_answer_that_speaks_of_no_task_is_refused(draw: Draw, server: ImageServer) -> None:
    server.script[WATCH] = [Answer(200, b"I cannot draw.", {"content-type": "text/plain"})]
    with pytest.raises(JobFailed) as failed:
        draw()
    assert failed.value.code == "engine_bad_picture"


def test_a_picture_that_is_too_large_is_not_taken(server: ImageServer) -> None:
    with pytest.raises(DownloadError, match="larger than 1,000 bytes"):
        Downloader(server.url, most_bytes=1000).fetch(f"{server.url}/made/picture.png")


def test_a_picture_that_never_comes_is_given_up(server: ImageServer) -> None:
    over = threading.Event()
    server.script[FILE] = [Answer(hangs_until=over)]
    try:
        with pytest.raises(DownloadError, match="cannot be fetched"):
            Downloader(server.url, seconds=0.2).fetch(f"{server.url}/made/picture.png")
    finally:
        over.set()


def test_without_a_key_the_setting_is_named() -> None:
    with pytest.raises(JobFailed, match="RUNWAYML_API_SECRET") as failed:
        RunwayMLEngine({}).load()
    assert failed.value.code == "engine_not_configured"

"""What is nobody's business stays out of every log: functions', workers' and the cloud's own."""

import re
from dataclasses import dataclass

import pytest

from local.logs import events
from tests.e2e.people import Person

SECRET_SCRIPT = "Grandmother Philippa keeps her marmalade recipe in the blue cupboard. She tells nobody."
SECRET_REWRITE = "Philippa guards one marmalade recipe in the blue cupboard, and she tells nobody at all."
TELLING = ("philippa", "marmalade", "cupboard")
TOUCHED = (
    "api",
    "step_await_approval",
    "step_submit_job",
    "step_finish_production",
    "on_job_finished",
    "on_table_change",
    "on_event_told",
)
SIGNATURES = re.compile(r"X-Amz-Signature=|[?&]Signature=|X-Amz-Credential=")


@dataclass(frozen=True)
class Logged:
    reel_id: str
    lines: list[str]
    files: list[str]

    @property
    def text(self):
        return "\n".join(self.lines + self.files).lower()


@pytest.fixture(scope="module")
def story(stack):
    """Everything that was logged while one reel went all the way, a refusal on each side of it."""
    anna = Person(stack.base_url, stack.service_key)
    reel = anna.created(script=SECRET_SCRIPT, use_rewrite="true", user_id="anna")
    assert (
        anna.ask("PATCH", f"/api/reels/{reel['id']}", json={"final_script": 7 * SECRET_REWRITE * 100}).status_code
        == 400
    )
    reel = anna.ask("PATCH", f"/api/reels/{reel['id']}", json={"final_script": SECRET_REWRITE}).json()
    promise = {"filename": "face.png", "content_type": "image/png", "size": 4}
    assert anna.ask("POST", "/api/v1/uploads", json=promise).status_code == 201
    approved = anna.act(reel, "approve-script", revision=reel["revision"])
    assert approved.status_code == 200, approved.text
    finished = anna.wait_for(approved.json(), "done")
    assert SIGNATURES.search(finished["video_url"])
    lines = [line for _, line in events(stack.client("logs"), "", 0)]
    files = [path.read_text(errors="replace") for path in (stack.state / "logs").glob("*.log")]
    return Logged(reel["id"], lines, files)


@pytest.fixture
def logged(story):
    return story.text


@pytest.mark.parametrize("function", TOUCHED)
def test_the_id_of_a_reel_is_in_the_log_of_every_function_that_touched_it(story, function):
    about = [line for line in story.lines if story.reel_id in line]
    assert any(line.split(" ", 1)[0].strip(":[]") == function for line in about), sorted(
        {a.split(" ")[0] for a in about}
    )


def test_the_id_of_a_reel_leads_to_its_jobs_in_the_log_of_each_worker(story):
    finished = [line for line in story.lines if "job finished" in line and story.reel_id in line]
    jobs = {found[1] for line in finished if (found := re.search(r'"job_id": ?"(\w+)"', line))}
    assert len(jobs) == 3
    assert all(any(job in text for text in story.files) for job in jobs)


def test_no_word_of_a_script_is_logged(logged):
    assert [word for word in TELLING if word in logged] == []


def test_no_key_is_logged(stack, logged):
    assert stack.service_key.lower() not in logged
    assert "bearer gl_" not in logged


def test_no_signature_of_a_link_is_logged(logged):
    assert re.search(SIGNATURES.pattern.lower(), logged) is None

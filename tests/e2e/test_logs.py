"""What is nobody's business stays out of every log: functions', workers' and the cloud's own."""

import json
import re
from dataclasses import dataclass

import pytest

from local.logs import events
from tests.e2e.boards import Boards
from tests.e2e.people import Person

SECRET_SCRIPT = "Grandmother Philippa keeps her marmalade recipe in the blue cupboard. She tells nobody."
SECRET_REWRITE = "Philippa guards one marmalade recipe in the blue cupboard, and she tells nobody at all."
SECRET_PROMPT = "Captain Ottoline buries a sapphire under the old windmill. At night she rows home."
SECRET_PICTURE = "A crimson zeppelin over the harbour"
SECRET_DESCRIPTION = "Nobody sees the walrus."
TELLING = ("philippa", "marmalade", "cupboard", "ottoline", "sapphire", "windmill", "zeppelin", "walrus")
BOTH = (
    "api",
    "step_await_approval",
    "step_submit_job",
    "step_finish_production",
    "on_job_finished",
    "on_table_change",
    "on_event_told",
)
TOUCHED = [("reel", function) for function in BOTH] + [
    ("storyboard", function) for function in (*BOTH, "step_write_storyboard", "step_plan_render")
]
SIGNATURES = re.compile(r"X-Amz-Signature=|[?&]Signature=|X-Amz-Credential=")


@dataclass(frozen=True)
class Logged:
    """`ids` by family."""

    ids: dict[str, str]
    lines: list[str]
    files: list[str]

    @property
    def text(self):
        return "\n".join(self.lines + self.files).lower()


@pytest.fixture(scope="module")
def story(stack):
    """Everything that was logged while a reel and a storyboard went all the way, refusals on each side of them."""
    board = told_of_a_storyboard(Boards(stack.base_url, stack.service_key))
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
    return Logged({"reel": reel["id"], "storyboard": str(board["job_id"])}, lines, files)


def told_of_a_storyboard(boards):
    board = boards.drawn(prompt=SECRET_PROMPT, duration=6, transition="cut")
    assert "Ottoline" in json.dumps([item["scene"]["narration"] for item in board["storyboard"]])
    assert boards.generate(prompt=SECRET_PROMPT * 100).status_code == 400
    assert boards.do(board, "refine", scene_number=1, new_image_prompt=SECRET_PICTURE * 100).status_code == 400
    wish = {"scene_number": 1, "new_image_prompt": SECRET_PICTURE, "new_description": SECRET_DESCRIPTION}
    # Fields of a query are part of the address, which some like to log.
    assert boards.job(board, "POST", "/refine", params=wish).status_code == 200
    board = boards.rendered(board)
    assert SIGNATURES.search(board["video_url"])
    assert boards.exported(board, "mp4", "low").status_code == 200
    return board


@pytest.fixture
def logged(story):
    return story.text


@pytest.mark.parametrize(("family", "function"), TOUCHED)
def test_the_id_of_a_production_is_in_the_log_of_every_function_that_touched_it(story, family, function):
    about = [line for line in story.lines if story.ids[family] in line]
    assert any(line.split(" ", 1)[0].strip(":[]") == function for line in about), sorted(
        {a.split(" ")[0] for a in about}
    )


# A reel is spoken, animated and finished; a storyboard is drawn, spoken, filmed, joined and exported.
@pytest.mark.parametrize(("family", "done"), [("reel", 3), ("storyboard", 9)])
def test_the_id_of_a_production_leads_to_its_jobs_in_the_log_of_each_worker(story, family, done):
    finished = [line for line in story.lines if "job finished" in line and story.ids[family] in line]
    jobs = {found[1] for line in finished if (found := re.search(r'"job_id": ?"(\w+)"', line))}
    assert len(jobs) == done
    assert all(any(job in text for text in story.files) for job in jobs)


def test_no_word_of_a_script_a_prompt_or_a_scene_is_logged(logged):
    assert [word for word in TELLING if word in logged] == []


def test_no_key_is_logged(stack, logged):
    assert stack.service_key.lower() not in logged
    assert "bearer gl_" not in logged


def test_no_signature_of_a_link_is_logged(logged):
    assert re.search(SIGNATURES.pattern.lower(), logged) is None

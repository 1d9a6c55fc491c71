"""What survives: killed workers, a while without any, and a clean restart with reels in every state."""

import os
import signal
from typing import Any

import pytest

from local.stack import Stack
from local.waiting import wait_until
from local.workers import Supervisor
from tests.e2e.people import Person

LONGER = (
    "This film is a little longer than the others, so that there is time to pull a plug while it is being made. "
    "It goes on about nothing in particular, in plain words, for some seconds more. {}"
)


def renderings(stack: Stack) -> dict[str, int]:
    """How many attempts left finished files under each job's prefix; the cache allows one."""
    objects = stack.client("s3").list_objects_v2(Bucket=stack.deployed.outputs["MediaBucketName"], Prefix="jobs/")
    counted: dict[str, set[str]] = {}
    for entry in objects.get("Contents", []):
        _, _, cache_key, rest = entry["Key"].split("/", 3)
        if rest.startswith("attempt-"):
            counted.setdefault(cache_key, set()).add(rest.split("/")[0])
    return {cache_key: len(attempts) for cache_key, attempts in counted.items()}


def begun(person: Person, reel: dict[str, Any]) -> dict[str, Any]:
    """The reel once its portrait is being animated."""

    def animating() -> dict[str, Any] | None:
        found = person.reel(reel)
        return found if found["current_step"] == "AnimatePortrait" and found["progress"] > 15 else None

    return wait_until(animating, 240, every=0.05, what="the animation to begin")


def test_a_worker_killed_in_mid_job_is_replaced_and_the_reel_is_rendered_once(stack):
    anna = Person(stack.base_url)
    reel = begun(anna, anna.approved(script=LONGER.format("One.")))
    os.kill(stack.workers.pids["talking_head"], signal.SIGKILL)
    anna.wait_for(reel, "done")
    assert set(renderings(stack).values()) == {1}


@pytest.fixture
def own_stack(tmp_path):
    with Stack(tmp_path / "stack") as running:
        yield running


def test_jobs_wait_while_all_workers_are_gone(own_stack):
    anna = Person(own_stack.base_url)
    reel = begun(anna, anna.approved(script=LONGER.format("Two.")))
    own_stack.workers._stopping.set()
    for pid in own_stack.workers.pids.values():
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not own_stack.workers.pids, 240, what="the workers to be gone")
    queue = own_stack.deployed.resources["JobQueueTalkingHead"]
    sqs = own_stack.client("sqs")

    def job_is_back() -> bool:
        asked = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["ApproximateNumberOfMessages"])
        return bool(asked["Attributes"]["ApproximateNumberOfMessages"] == "1")

    wait_until(job_is_back, 240, what="the killed worker's job to be back in its queue")
    assert anna.reel(reel)["status"] == "processing"
    own_stack.workers = Supervisor(own_stack.deployed, own_stack._environment(), own_stack.state)
    own_stack.workers.start()
    anna.wait_for(reel, "done")
    assert set(renderings(own_stack).values()) == {1}


def test_a_clean_restart_goes_on_with_reels_in_every_state(tmp_path):
    state = tmp_path / "stack"
    with Stack(state) as before:
        anna = Person(before.base_url, before.service_key)
        anna.ask("POST", "/api/v1/credits/grants", json={"user_id": "service", "amount": 5})
        done = anna.wait_for(anna.approved(), "done")
        cancelled = anna.act(anna.created(), "cancel").json()
        failed = anna.created(script="A film whose portrait is lost.")
        before.client("s3").delete_object(
            Bucket=before.deployed.outputs["MediaBucketName"], Key=f"productions/{failed['id']}/portrait.png"
        )
        anna.act(failed, "approve-script")
        failed = anna.wait_for(failed, "error")
        waiting = anna.created(use_rewrite="true")
        running = begun(anna, anna.approved(script=LONGER.format("Three.")))
        queued = anna.approved(script=LONGER.format("Four."))
    with Stack(state) as after:
        anna = Person(after.base_url, after.service_key)
        assert after.service_key == before.service_key
        assert anna.reel(done)["status"] == "done"
        assert anna.reel(cancelled)["status"] == "cancelled"
        assert anna.reel(failed)["error"]["stage"] == "AnimatePortrait"
        assert anna.reel(waiting)["final_script"] == waiting["final_script"]
        anna.act(waiting, "approve-script", revision=waiting["revision"])
        for reel in (waiting, running, queued):
            anna.wait_for(reel, "done")
        assert set(renderings(after).values()) == {1}

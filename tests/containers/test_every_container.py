"""Every container does its own sample job by each of its entries, with the outputs of the ones before it in S3."""

import json
import subprocess

import pytest

from greenlight.contracts import Job, JobResult, Task
from tests.containers.serve_harness import PATIENCE, batch, serving
from tests.containers.worker_harness import REPOSITORY, RUNTIME, Plane, process_environment
from tests.support.sample_files import small_portrait

# Each works on what the ones before it made.
TASKS = ("text_to_speech", "talking_head", "media", "text_to_image", "image_to_video")
BUCKET = "greenlight-media"


def sample(task: str, plane: Plane) -> Job:
    """The container's job.json; its inputs from other samples are where their results say."""
    text = (REPOSITORY / "gpu_containers" / task / "job.json").read_text()
    job = Job.model_validate(json.loads(text.replace(BUCKET, plane.bucket)))
    return job.model_copy(update={"inputs": {name: _made(uri, plane) for name, uri in job.inputs.items()}})


def _made(uri: str, plane: Plane) -> str:
    folder, _, file = uri.rpartition("/")
    if "/jobs/sample-" not in folder:
        return uri
    found = JobResult.model_validate_json(plane.text(f"{folder}/result.json"))
    return found.outputs[file.partition(".")[0]]


def result(job: Job, plane: Plane) -> JobResult:
    return JobResult.model_validate_json(plane.text(f"{job.output_prefix}result.json"))


@pytest.fixture(scope="module")
def made(cloud_endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> Plane:
    """The bucket after every container was run by `batch`, as AWS Batch would."""
    plane = Plane.create(cloud_endpoint, tmp_path_factory.mktemp("plane"))
    plane.s3.put_object(Bucket=plane.bucket, Key="samples/portrait.png", Body=small_portrait("PNG"))
    for task in TASKS:
        code, log = batch(plane, sample(task, plane), task=("--task", task))
        assert code == 0, log
    return plane


def again(task: str, made: Plane) -> Job:
    """The sample job under another prefix, so that its result is not there yet."""
    job = sample(task, made)
    return job.model_copy(update={"output_prefix": f"s3://{made.bucket}/again/{task}/"})


def test_there_is_a_container_for_every_task() -> None:
    assert set(TASKS) == {task.value for task in Task}
    assert {file.parent.name for file in REPOSITORY.glob("gpu_containers/*/job.json")} == set(TASKS)


@pytest.mark.parametrize("task", TASKS)
def test_batch_does_the_sample_job(made: Plane, task: str) -> None:
    found = result(sample(task, made), made)
    assert found.outcome == "succeeded"
    assert set(found.outputs) == set(found.sha256) != set()
    assert found.facts["seconds"] > 0


@pytest.mark.parametrize("task", TASKS)
def test_serve_loads_its_engine_and_answers_the_sample_job(made: Plane, task: str) -> None:
    job = again(task, made)
    with serving(made, "--task", task, "--engine", job.engine) as served:
        assert served.ping() == 200
        answer = served.invoke(job)
        assert answer.status_code == 200, answer.text
        assert JobResult.model_validate_json(answer.content).outcome == "succeeded", answer.text


@pytest.mark.parametrize("task", TASKS)
def test_a_worker_takes_the_sample_job_from_its_queue(made: Plane, task: str) -> None:
    job = again(task, made).model_copy(update={"output_prefix": f"s3://{made.bucket}/queued/{task}/"})
    queued = made.with_new_queues()
    queued.submit(job)
    worker = subprocess.Popen(
        [*RUNTIME, "worker", "--task", task],
        env=process_environment() | queued.environment | {"VISIBILITY_SECONDS": "60"},
        stderr=subprocess.DEVNULL,
    )
    try:
        found = queued.result(patience=PATIENCE)
    finally:
        worker.terminate()
        worker.wait(30)
    assert found.outcome == "succeeded", found.error
    assert result(job, made).outputs == found.outputs

"""What both storages promise, and what S3 URIs may look like."""

from collections.abc import Callable
from pathlib import Path

import pytest

from gpu_containers.runtime.attempt import Attempt
from gpu_containers.runtime.folder_storage import FolderStorage
from gpu_containers.runtime.registry import Registry
from gpu_containers.runtime.reporting import HandedBack
from gpu_containers.runtime.results import Results
from gpu_containers.runtime.s3_storage import S3Storage, parse_s3_uri
from gpu_containers.runtime.storage import NotFoundError, Storage, UriError
from gpu_containers.runtime.workspace import Workspace
from tests.containers.sample_task.engines import ENGINES
from tests.containers.worker_harness import Plane

Place = tuple[Storage, Callable[[str], str]]


@pytest.fixture(params=["s3", "folder"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A storage, and what makes a URI of it from a key."""
    if request.param == "folder":
        return FolderStorage(tmp_path), lambda key: f"file://{key}"
    plane: Plane = request.getfixturevalue("plane")
    return S3Storage(plane.s3), lambda key: f"s3://{plane.bucket}/{key}"


def test_what_is_stored_can_be_fetched(place: Place, tmp_path: Path) -> None:
    storage, uri = place
    source, target = tmp_path / "source.txt", tmp_path / "target.txt"
    source.write_text("content")
    storage.store(source, uri("a/b.txt"))
    storage.fetch(uri("a/b.txt"), target)
    assert target.read_text() == "content"
    assert storage.exists(uri("a/b.txt"))


def test_what_is_removed_is_gone_and_may_be_removed_again(place: Place, tmp_path: Path) -> None:
    storage, uri = place
    assert storage.create(uri("gone.txt"), "content")
    storage.remove(uri("gone.txt"))
    storage.remove(uri("gone.txt"))
    assert not storage.exists(uri("gone.txt"))


def test_only_the_first_creation_counts(place: Place) -> None:
    storage, uri = place
    assert storage.create(uri("result.json"), "first")
    assert not storage.create(uri("result.json"), "second")
    assert storage.read(uri("result.json")) == "first"


def test_what_is_not_there_is_said_so(place: Place, tmp_path: Path) -> None:
    storage, uri = place
    with pytest.raises(NotFoundError):
        storage.fetch(uri("nothing"), tmp_path / "target")
    with pytest.raises(NotFoundError):
        storage.read(uri("nothing"))
    assert not storage.exists(uri("nothing"))


def test_a_bucket_that_is_not_there_has_nothing_in_it(plane: Plane, tmp_path: Path) -> None:
    storage = S3Storage(plane.s3)
    with pytest.raises(NotFoundError):
        storage.fetch("s3://no-such-bucket/a", tmp_path / "target")
    assert not storage.exists("s3://no-such-bucket/a")


def test_bucket_and_key_are_read_from_the_uri() -> None:
    assert parse_s3_uri("s3://media-bucket/jobs/a1/image.png") == ("media-bucket", "jobs/a1/image.png")
    assert parse_s3_uri("s3://media-bucket/jobs/a1/") == ("media-bucket", "jobs/a1/")


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "s3://",
        "s3://bucket",
        "s3://bucket/",
        "s3:/bucket/key",
        "S3://bucket/key",
        "s3://Bucket/key",
        "s3://bucket//key",
        "s3://bucket/a//b",
        "s3://bucket/../key",
        "s3://bucket/a/./b",
        "s3://bucket/key?versionId=1",
        "s3://bucket/key\n",
        "s3://user@bucket/key",
        "https://bucket.s3.amazonaws.com/key",
        "/etc/passwd",
    ],
)
def test_anything_else_is_no_s3_uri(uri: str) -> None:
    with pytest.raises(UriError):
        parse_s3_uri(uri)


@pytest.mark.parametrize("uri", ["s3://bucket/key", "https://example.org/a", "file://", ""])
def test_a_folder_takes_local_files_only(tmp_path: Path, uri: str) -> None:
    with pytest.raises(UriError):
        FolderStorage(tmp_path).exists(uri)


def test_a_result_written_twice_by_one_attempt_keeps_its_outputs(plane: Plane, tmp_path: Path) -> None:
    """A client that lost S3's answer writes again and is told that there is one already: its own."""
    job, storage = plane.job(), S3Storage(plane.s3)
    attempt = Attempt(job, storage, Workspace(tmp_path / "work"), lambda _fraction, _message: None)
    result = attempt.run(Registry(ENGINES, {}))
    storage.create(f"{job.output_prefix}result.json", result.model_dump_json())
    assert Results(storage).publish(attempt, result) == result
    assert storage.exists(result.outputs["text"])


def test_an_attempt_that_was_discarded_never_becomes_a_result(plane: Plane, tmp_path: Path) -> None:
    job, storage = plane.job(), S3Storage(plane.s3)
    attempt = Attempt(job, storage, Workspace(tmp_path / "work"), lambda _fraction, _message: None)
    result = attempt.run(Registry(ENGINES, {}))
    attempt.discard()
    with pytest.raises(HandedBack):
        Results(storage).publish(attempt, result)
    assert plane.made(job) == []


def test_outputs_of_a_result_outlive_a_late_discard(plane: Plane, tmp_path: Path) -> None:
    job, storage = plane.job(), S3Storage(plane.s3)
    attempt = Attempt(job, storage, Workspace(tmp_path / "work"), lambda _fraction, _message: None)
    result = Results(storage).publish(attempt, attempt.run(Registry(ENGINES, {})))
    attempt.discard()
    assert storage.exists(result.outputs["text"])

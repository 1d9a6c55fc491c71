"""Weights from a folder and from S3: whole, checked, and nothing that could hold code."""

import json
import threading
from pathlib import Path

import pytest
from botocore.exceptions import EndpointConnectionError

from gpu_containers.runtime.weights import WeightsError
from gpu_containers.runtime.weights_download import download
from gpu_containers.runtime.weights_folder import weights_folder
from gpu_containers.runtime.weights_manifest import write_manifest
from tests.containers.worker_harness import Plane

NAME = "model"
FILES = {"config.json": b"{}", "unet/model.safetensors": bytes(range(256)) * 40, "vae/model.safetensors": b"v" * 999}
RANGE = 1024


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """What WEIGHTS names: a folder with one model in it."""
    root = tmp_path / "weights"
    for path, content in FILES.items():
        file = root / NAME / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    write_manifest(root / NAME, NAME, "Apache-2.0", "made here")
    return root


def refused(environment: dict[str, str], name: str = NAME) -> str:
    with pytest.raises(WeightsError) as caught:
        weights_folder(name, environment)
    assert caught.value.code == "weights_unusable"
    assert f"'{name}'" in caught.value.message
    return caught.value.message


def contents(folder: Path) -> dict[str, bytes]:
    return {path: (folder / path).read_bytes() for path in FILES}


def test_a_folder_that_is_as_its_manifest_says_is_used_where_it_lies(root: Path) -> None:
    told: list[float] = []
    folder = weights_folder(NAME, {"WEIGHTS": str(root)}, lambda fraction, _: told.append(fraction))
    assert folder == root / NAME
    assert told == sorted(told)
    assert told[-1] == 1


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda model: (model / "config.json").unlink(), "config.json is missing"),
        (lambda model: (model / "vae/model.safetensors").write_bytes(b"v" * 99), "99 bytes and should have 999"),
        (lambda model: (model / "vae/model.safetensors").write_bytes(b"w" * 999), "sha256"),
        (lambda model: (model / "unet/other.safetensors").write_bytes(b"x"), "unet/other.safetensors is not in"),
        (lambda model: (model / "manifest.json").unlink(), "no manifest.json"),
        (lambda model: (model / "manifest.json").write_text("{}"), "look at files, licence, name"),
        (lambda model: (model / "manifest.json").write_text("["), "look at the text"),
    ],
    ids=["missing", "truncated", "changed", "a stranger", "no manifest", "an empty manifest", "no JSON"],
)
def test_a_folder_that_is_not_as_its_manifest_says_is_refused_and_says_where(root: Path, harm, says: str) -> None:
    harm(root / NAME)
    assert says in refused({"WEIGHTS": str(root)})


@pytest.mark.parametrize("path", ["model.bin", "model.pt", "model.pkl", "model.ckpt", "run.py", "model.pth"])
def test_a_file_that_may_hold_code_is_refused_when_it_is_used_and_when_it_is_written(root: Path, path: str) -> None:
    manifest = json.loads((root / NAME / "manifest.json").read_text())
    manifest["files"][path] = {"bytes": 1, "sha256": "0" * 64}
    (root / NAME / "manifest.json").write_text(json.dumps(manifest))
    assert "convert it to safetensors" in refused({"WEIGHTS": str(root)})
    (root / NAME / path).write_bytes(b"x")
    with pytest.raises(WeightsError, match="convert it to safetensors"):
        write_manifest(root / NAME, NAME, "Apache-2.0")


@pytest.mark.parametrize("path", ["../other.safetensors", "/etc/passwd.json", "a/../../b.json", ".hidden.json"])
def test_a_manifest_leads_nowhere_out_of_its_folder(root: Path, path: str) -> None:
    manifest = json.loads((root / NAME / "manifest.json").read_text())
    manifest["files"][path] = {"bytes": 1, "sha256": "0" * 64}
    (root / NAME / "manifest.json").write_text(json.dumps(manifest))
    assert "no path within the folder" in refused({"WEIGHTS": str(root)})


@pytest.mark.parametrize("name", ["../model", "a/b", "", "UPPER", "a\x00"])
def test_a_model_is_named_by_a_name_and_no_path(root: Path, name: str) -> None:
    with pytest.raises(WeightsError, match="lower-case"):
        weights_folder(name, {"WEIGHTS": str(root)})


def test_without_the_setting_its_name_is_said() -> None:
    assert "WEIGHTS is not set" in refused({})


# -- from S3 -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def stored(plane: Plane, root: Path) -> str:
    """The prefix of the model in S3."""
    for file in (root / NAME).rglob("*"):
        if file.is_file():
            plane.s3.upload_file(str(file), plane.bucket, f"weights/{NAME}/{file.relative_to(root / NAME)}")
    return f"s3://{plane.bucket}/weights/{NAME}/"


class Counting:
    """S3 as it is, counting; from the request numbered `fails_at` on it cannot be reached."""

    def __init__(self, s3, fails_at: int = 1_000_000) -> None:
        self.s3, self.fails_at, self.ranges = s3, fails_at, 0
        self._lock = threading.Lock()

    def get_object(self, **how):
        with self._lock:
            self.ranges += "Range" in how
            if self.ranges >= self.fails_at:
                raise EndpointConnectionError(endpoint_url="http://nowhere")
        return self.s3.get_object(**how)


def fetch(stored: str, folder: Path, s3, told: list[float] | None = None) -> Path:
    heard = told if told is not None else []
    return download(NAME, stored, folder, lambda fraction, _: heard.append(fraction), s3, RANGE)


def test_a_model_in_s3_is_fetched_in_ranges_and_told_of(plane: Plane, stored: str, tmp_path: Path) -> None:
    told: list[float] = []
    counting = Counting(plane.s3)
    assert contents(fetch(stored, tmp_path / "cache", counting, told)) == FILES
    assert counting.ranges == 10 + 1 + 1
    assert told == sorted(told)
    assert told[-1] == 1


def test_what_is_there_already_is_not_fetched_again(plane: Plane, stored: str, tmp_path: Path) -> None:
    fetch(stored, tmp_path / "cache", plane.s3)
    (tmp_path / "cache" / "config.json").unlink()
    again = Counting(plane.s3)
    assert contents(fetch(stored, tmp_path / "cache", again)) == FILES
    assert again.ranges == 1


def test_a_start_that_was_cut_off_is_taken_up_where_it_was(plane: Plane, stored: str, tmp_path: Path) -> None:
    with pytest.raises(WeightsError) as caught:
        fetch(stored, tmp_path / "cache", Counting(plane.s3, fails_at=7))
    assert caught.value.retryable
    again = Counting(plane.s3)
    assert contents(fetch(stored, tmp_path / "cache", again)) == FILES
    assert again.ranges == 12 - 6


def test_a_newer_version_takes_the_place_of_the_older_with_all_its_files(
    plane: Plane, stored: str, root: Path, tmp_path: Path
) -> None:
    fetch(stored, tmp_path / "cache", plane.s3)
    newer, same_size = root / NAME, b"w" * 999
    (newer / "config.json").unlink()
    (newer / "vae/model.safetensors").write_bytes(same_size)
    write_manifest(newer, NAME, "Apache-2.0")
    for path in ("manifest.json", "vae/model.safetensors"):
        plane.s3.upload_file(str(newer / path), plane.bucket, f"weights/{NAME}/{path}")
    folder = fetch(stored, tmp_path / "cache", plane.s3)
    assert not (folder / "config.json").exists()
    assert (folder / "vae/model.safetensors").read_bytes() == same_size


@pytest.mark.parametrize(
    ("content", "says"), [(None, "missing in S3"), (b"v" * 99, "shorter in S3"), (b"w" * 999, "sha256")]
)
def test_a_file_that_is_wrong_in_s3_is_refused_and_leaves_nothing_behind(
    plane: Plane, stored: str, tmp_path: Path, content: bytes | None, says: str
) -> None:
    key = f"weights/{NAME}/vae/model.safetensors"
    if content is None:
        plane.s3.delete_object(Bucket=plane.bucket, Key=key)
    else:
        plane.s3.put_object(Bucket=plane.bucket, Key=key, Body=content)
    with pytest.raises(WeightsError, match=says):
        fetch(stored, tmp_path / "cache", plane.s3)
    assert not (tmp_path / "cache" / "vae/model.safetensors").exists()
    plane.s3.put_object(Bucket=plane.bucket, Key=key, Body=FILES["vae/model.safetensors"])
    assert contents(fetch(stored, tmp_path / "cache", plane.s3)) == FILES


def test_a_prefix_with_nothing_in_it_says_what_to_upload(plane: Plane, tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"manifest\.json is not there; upload the model's folder"):
        fetch(f"s3://{plane.bucket}/nothing/", tmp_path / "cache", plane.s3)


def test_a_model_that_is_larger_than_the_disk_is_refused_before_it_is_fetched(
    plane: Plane, stored: str, root: Path, tmp_path: Path
) -> None:
    manifest = json.loads((root / NAME / "manifest.json").read_text())
    manifest["files"]["unet/model.safetensors"]["bytes"] = 10**15
    plane.s3.put_object(Bucket=plane.bucket, Key=f"weights/{NAME}/manifest.json", Body=json.dumps(manifest).encode())
    counting = Counting(plane.s3)
    with pytest.raises(WeightsError, match=r"need 1,000,000,\d\d\d,\d\d\d,\d\d\d bytes in") as caught:
        fetch(stored, tmp_path / "cache", counting)
    assert caught.value.retryable
    assert counting.ranges == 0

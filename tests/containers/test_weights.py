"""Weights from a folder and from S3: whole, checked, and nothing that could hold code."""

import io
import json
import logging
import os
import shutil
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from botocore.exceptions import EndpointConnectionError
from botocore.response import StreamingBody

from gpu_containers.runtime import weights_download
from gpu_containers.runtime.weights import WeightsError
from gpu_containers.runtime.weights_download import AT_ONCE, TRIES, download
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


@pytest.mark.parametrize(
    "path", ["model.bin", "model.pt", "model.pkl", "model.ckpt", "run.py", "model.pth", "model.onnx"]
)
def test_a_file_that_may_hold_code_is_refused_when_it_is_used_and_when_it_is_written(root: Path, path: str) -> None:
    manifest = json.loads((root / NAME / "manifest.json").read_text())
    manifest["files"][path] = {"bytes": 1, "sha256": "0" * 64}
    (root / NAME / "manifest.json").write_text(json.dumps(manifest))
    assert "convert it to safetensors" in refused({"WEIGHTS": str(root)})
    (root / NAME / path).write_bytes(b"x")
    with pytest.raises(WeightsError, match="convert it to safetensors"):
        write_manifest(root / NAME, NAME, "Apache-2.0")


@pytest.mark.parametrize("path", ["LICENSE", "vae/NOTICE", "README", "tokenizer/spiece.model"])
def test_a_text_without_a_suffix_and_a_tokenizer_of_sentencepiece_may_lie_there(root: Path, path: str) -> None:
    (root / NAME / path).parent.mkdir(exist_ok=True)
    (root / NAME / path).write_bytes(b"x")
    assert path in write_manifest(root / NAME, NAME, "Apache-2.0").files
    weights_folder(NAME, {"WEIGHTS": str(root)})


def test_a_manifest_of_another_model_is_refused(root: Path) -> None:
    (root / NAME).rename(root / "other")
    assert f"that of '{NAME}'" in refused({"WEIGHTS": str(root)}, "other")


def test_a_manifest_lower_down_is_a_file_like_any_other(root: Path) -> None:
    (root / NAME / "unet/manifest.json").write_text("{}")
    assert "unet/manifest.json is not in" in refused({"WEIGHTS": str(root)})
    assert "unet/manifest.json" in write_manifest(root / NAME, NAME, "Apache-2.0").files
    weights_folder(NAME, {"WEIGHTS": str(root)})


@pytest.mark.parametrize("target", ["elsewhere", "nowhere"])
def test_a_link_to_a_folder_or_to_nothing_is_refused_when_it_is_used_and_when_it_is_written(
    root: Path, tmp_path: Path, target: str
) -> None:
    (root / NAME / "unet").rename(tmp_path / "elsewhere")
    (root / NAME / "unet").symlink_to(tmp_path / target)
    assert "unet is a link that leads to no file" in refused({"WEIGHTS": str(root)})
    with pytest.raises(WeightsError, match="unet is a link"):
        write_manifest(root / NAME, NAME, "Apache-2.0")


def test_a_link_to_a_file_is_checked_as_that_file(root: Path, tmp_path: Path) -> None:
    """As in the cache of Hugging Face, whose models are links into a folder of blobs."""
    link, blob = root / NAME / "vae/model.safetensors", tmp_path / "blob"
    link.rename(blob)
    link.symlink_to(blob)
    assert contents(weights_folder(NAME, {"WEIGHTS": str(root)})) == FILES
    blob.write_bytes(b"w" * 999)
    assert "sha256" in refused({"WEIGHTS": str(root)})
    (root / NAME / "vae/other.safetensors").symlink_to(blob)
    assert "vae/other.safetensors is not in" in refused({"WEIGHTS": str(root)})


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
    return upload(plane, root / NAME)


def upload(plane: Plane, model: Path) -> str:
    for file in model.rglob("*"):
        if file.is_file():
            plane.s3.upload_file(str(file), plane.bucket, f"weights/{model.name}/{file.relative_to(model)}")
    return f"s3://{plane.bucket}/weights/{model.name}/"


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


class Breaking(Counting):
    """The first answers of each range break off half way."""

    def __init__(self, s3, times: int) -> None:
        super().__init__(s3)
        self.times = times
        self.asked: dict[tuple[str, str], int] = {}

    def get_object(self, **how):
        answer = super().get_object(**how)
        asked = (how["Key"], how.get("Range", ""))
        self.asked[asked] = self.asked.get(asked, 0) + 1
        if "Range" in how and self.asked[asked] <= self.times:
            half = answer["Body"].read(answer["ContentLength"] // 2)
            return answer | {"Body": StreamingBody(io.BytesIO(half), answer["ContentLength"])}
        return answer


def fetch(stored: str, folder: Path, s3, told: list[float] | None = None, range_bytes: int = RANGE) -> Path:
    heard = told if told is not None else []
    return download(NAME, stored, folder, lambda fraction, _: heard.append(fraction), s3, range_bytes)


def hidden(folder: Path) -> list[str]:
    return [file.name for file in folder.rglob(".*")]


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


def test_a_start_with_ranges_of_another_size_begins_anew(plane: Plane, stored: str, tmp_path: Path) -> None:
    with pytest.raises(WeightsError):
        fetch(stored, tmp_path / "cache", Counting(plane.s3, fails_at=7))
    assert contents(fetch(stored, tmp_path / "cache", plane.s3, range_bytes=4 * RANGE)) == FILES
    assert hidden(tmp_path / "cache") == [".lock"]


def test_marks_of_a_file_that_is_gone_count_for_nothing(plane: Plane, stored: str, tmp_path: Path) -> None:
    with pytest.raises(WeightsError):
        fetch(stored, tmp_path / "cache", Counting(plane.s3, fails_at=7))
    for part in (tmp_path / "cache").rglob("*.part"):
        part.unlink()
    assert contents(fetch(stored, tmp_path / "cache", plane.s3)) == FILES


def test_a_range_that_broke_off_is_asked_for_again_in_the_same_start(plane: Plane, stored: str, tmp_path: Path) -> None:
    breaking = Breaking(plane.s3, times=TRIES - 1)
    assert contents(fetch(stored, tmp_path / "cache", breaking)) == FILES
    assert breaking.ranges == 12 * TRIES


def test_a_range_that_always_breaks_off_may_be_tried_later(plane: Plane, stored: str, tmp_path: Path) -> None:
    breaking = Breaking(plane.s3, times=1_000)
    with pytest.raises(WeightsError, match="try again in a while") as caught:
        fetch(stored, tmp_path / "cache", breaking)
    assert caught.value.retryable
    assert max(breaking.asked.values()) == TRIES


@pytest.fixture
def large(plane: Plane, root: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], str]:
    """Stores the model with 32 ranges of 4 KiB, on a disk that holds one and a half of it."""
    size = 32 * 4096

    def usage(folder: Path) -> SimpleNamespace:
        used = sum(file.stat().st_blocks * 512 for file in folder.rglob("*") if file.is_file())
        return SimpleNamespace(free=size * 3 // 2 - used)

    def store(byte: bytes) -> str:
        (root / NAME / "unet/model.safetensors").write_bytes(byte * size)
        write_manifest(root / NAME, NAME, "Apache-2.0")
        return upload(plane, root / NAME)

    monkeypatch.setattr(shutil, "disk_usage", usage)
    monkeypatch.setattr(weights_download, "_SPARE_DISK", 0)
    return store


@pytest.mark.parametrize("next_version", [b"a", b"b"], ids=["the same", "a newer version"])
def test_a_start_that_was_cut_off_does_not_fill_a_disk_that_holds_the_model_once(
    plane: Plane, large: Callable[[bytes], str], tmp_path: Path, next_version: bytes
) -> None:
    with pytest.raises(WeightsError, match="S3 did not answer"):
        fetch(large(b"a"), tmp_path / "cache", Counting(plane.s3, fails_at=29), range_bytes=4096)
    folder = fetch(large(next_version), tmp_path / "cache", plane.s3, range_bytes=4096)
    assert (folder / "unet/model.safetensors").read_bytes() == next_version * 32 * 4096
    assert hidden(folder) == [".lock"]


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


def test_a_manifest_of_another_model_in_s3_is_refused(plane: Plane, stored: str, tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=f"that of '{NAME}'"):
        download("other", stored, tmp_path / "cache", lambda *_: None, plane.s3, RANGE)


def test_a_link_to_a_folder_in_the_cache_is_refused(plane: Plane, stored: str, tmp_path: Path) -> None:
    folder = fetch(stored, tmp_path / "cache", plane.s3)
    (folder / "unet").rename(tmp_path / "elsewhere")
    (folder / "unet").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(WeightsError, match="unet is a link"):
        fetch(stored, tmp_path / "cache", plane.s3)


# -- the cache ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def in_s3(plane: Plane, stored: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The settings; the temporary folder is one that this test has for itself."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    for name, value in plane.environment.items():
        monkeypatch.setenv(name, value)
    return {"WEIGHTS": stored.removesuffix(f"{NAME}/")}


def default_cache() -> Path:
    return Path(tempfile.gettempdir()) / f"greenlight-weights-{os.getuid()}"


def test_the_cache_is_a_folder_of_this_user_alone(in_s3: dict[str, str]) -> None:
    folder = weights_folder(NAME, in_s3)
    assert folder == default_cache() / NAME
    assert contents(folder) == FILES
    assert [each.stat().st_mode & 0o777 for each in (folder.parent, folder)] == [0o700, 0o700]


@pytest.mark.parametrize("link", ["", NAME], ids=["the cache", "the model's folder"])
def test_a_cache_that_somebody_made_a_link_is_refused(in_s3: dict[str, str], tmp_path: Path, link: str) -> None:
    (planted := tmp_path / "planted").mkdir()
    (default_cache() / link).parent.mkdir(exist_ok=True)
    (default_cache() / link).symlink_to(planted)
    assert "is a link or another user's; set WEIGHTS_CACHE" in refused(in_s3)
    assert list(planted.iterdir()) == []


def test_a_cache_of_another_user_is_refused(in_s3: dict[str, str], tmp_path: Path) -> None:
    theirs = Path("/")
    if os.getuid() == 0:
        (theirs := tmp_path / "theirs").mkdir()
        os.chown(theirs, 10_001, -1)
    assert "is a link or another user's" in refused(in_s3 | {"WEIGHTS_CACHE": str(theirs)})


def test_a_cache_that_cannot_be_made_is_said_with_the_setting(in_s3: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "set WEIGHTS_CACHE" in refused(in_s3 | {"WEIGHTS_CACHE": str(tmp_path / "file")})


def test_a_lock_that_leads_elsewhere_is_refused_and_nothing_there_is_changed(
    plane: Plane, stored: str, tmp_path: Path
) -> None:
    victim, folder = tmp_path / "victim", tmp_path / "cache"
    victim.write_text("precious")
    folder.mkdir()
    (folder / ".lock").symlink_to(victim)
    with pytest.raises(WeightsError, match=r"\.lock cannot be opened"):
        fetch(stored, folder, plane.s3)
    assert victim.read_text() == "precious"


def test_every_thread_of_a_download_has_a_connection_that_is_kept(
    in_s3: dict[str, str], plane: Plane, root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for n in range(4 * AT_ONCE):
        (root / NAME / f"{n}.json").write_text("{}")
    write_manifest(root / NAME, NAME, "Apache-2.0")
    upload(plane, root / NAME)
    with caplog.at_level(logging.WARNING, "urllib3.connectionpool"):
        weights_folder(NAME, in_s3)
    assert "pool is full" not in caplog.text

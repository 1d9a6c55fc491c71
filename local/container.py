"""Runs a container's own program without Docker, against the running stack; what it needs to know is set for it."""

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from local import deploy
from local import session as embedded
from local.environment import BUILD, ROOT, environment
from local.keys import local_endpoint
from local.workers import queues_by_task

ENTRIES = ("serve", "batch", "worker", "run")


def names() -> list[str]:
    return sorted(file.parent.name for file in ROOT.glob("gpu_containers/*/engines.py"))


def settings(name: str, deployed: deploy.Deployed | None, given: Mapping[str, str]) -> dict[str, str]:
    """`given`, and for what it leaves out the queues of the stack."""
    queues = {}
    if deployed:
        queues = {
            "JOB_QUEUE_URL": queues_by_task(deployed)[name],
            "RESULT_QUEUE_URL": deployed.resources["ResultQueue"],
            "PROGRESS_QUEUE_URL": deployed.resources["ProgressQueue"],
        }
    work = BUILD / "work" / name
    work.mkdir(parents=True, exist_ok=True)
    return {"WORK_DIR": str(work), **queues, **given}


def _options() -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(
        prog="./dev container",
        description=__doc__,
        epilog="What follows goes to the program: --job for batch, a file for run, --engine for serve.",
    )
    parser.add_argument("name", choices=names())
    parser.add_argument("entry", choices=ENTRIES, help="SageMaker's, AWS Batch's, a queue's, or one job from a file")
    parser.add_argument("--aws", action="store_true", help="use the AWS settings of this shell, not the running stack")
    parser.add_argument("--state", type=Path, default=ROOT / ".state", help="of the running stack")
    return parser.parse_known_args()


def main() -> None:
    options, rest = _options()
    variables = environment()
    deployed = None
    if options.entry != "run" and not options.aws:
        endpoint = local_endpoint(options.state, ", or give --aws")
        variables = embedded.isolated(variables, endpoint)
        try:
            deployed = deploy.describe(embedded.session().client("cloudformation", endpoint_url=endpoint))
        except (BotoCoreError, ClientError):
            sys.exit(f"No stack answers on {endpoint}: start one with ./dev up, or give --aws.")
    variables = settings(options.name, deployed, variables)
    task = [] if options.entry == "run" else ["--task", options.name]
    command = [sys.executable, "-m", "gpu_containers.runtime", options.entry, *task, *rest]
    os.execve(sys.executable, command, variables)  # noqa: S606


if __name__ == "__main__":
    main()

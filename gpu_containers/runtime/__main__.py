"""`python -m gpu_containers.runtime`: the one entry point of every container."""

import argparse
import sys
from pathlib import Path

from gpu_containers.runtime.commands import run_file, work
from gpu_containers.runtime.settings import SettingError


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        if options.command == "worker":
            return work(options.task, options.engines)
        return run_file(options.job, options.output, options.engines)
    except SettingError as error:
        print(error, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m gpu_containers.runtime", description="Does heavy work, job by job."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    worker = commands.add_parser("worker", help="take jobs from a queue until SIGTERM")
    worker.add_argument("--task", required=True, help="which kind of jobs, for example text_to_speech")
    run = commands.add_parser("run", help="do one job from a JSON file with local inputs")
    run.add_argument("job", type=Path, help="the file, for example gpu_containers/text_to_speech/job.json")
    run.add_argument("--output", type=Path, default=Path("out"), help="folder for what is made (default: out)")
    for command in (worker, run):
        command.add_argument("--engines", metavar="MODULE", help="module with ENGINES (default: that of the task)")
    return parser


if __name__ == "__main__":
    sys.exit(main())

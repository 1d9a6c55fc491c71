"""`python -m gpu_containers.runtime`: the one entry point of every container."""

import argparse
import os
import sys
from pathlib import Path

from gpu_containers.runtime.batch import run_batch
from gpu_containers.runtime.commands import run_file, work
from gpu_containers.runtime.serve import serve
from gpu_containers.runtime.settings import SettingError


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        match options.command:
            case "worker":
                return work(options.task, options.engines)
            case "serve":
                return serve(options.task, options.engines, options.engine)
            case "batch":
                return run_batch(options.task, options.engines, options.job)
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
    serve = commands.add_parser("serve", help="answer SageMaker: GET /ping, POST /invocations")
    serve.add_argument(
        "--engine",
        action="append",
        default=[name for name in os.environ.get("ENGINE", "").split(",") if name],
        help="engine to load before the first job (default: those in ENGINE, divided by commas)",
    )
    batch = commands.add_parser("batch", help="do the jobs that are given, once; exit code 75 asks to try again")
    batch.add_argument("--job", action="append", required=True, help="S3 URI, file or JSON; may be given many times")
    for command in (worker, serve, batch):
        # SageMaker says `serve` and nothing else; the image knows what it is for.
        task = os.environ.get("TASK")
        command.add_argument("--task", default=task, required=not task, help="kind of jobs, such as text_to_speech")
    run = commands.add_parser("run", help="do one job from a JSON file with local inputs")
    run.add_argument("job", type=Path, help="the file, for example gpu_containers/text_to_speech/job.json")
    run.add_argument("--output", type=Path, default=Path("out"), help="folder for what is made (default: out)")
    for command in (worker, serve, batch, run):
        command.add_argument("--engines", metavar="MODULE", help="module with ENGINES (default: that of the task)")
    return parser


if __name__ == "__main__":
    sys.exit(main())

"""What a cold start of the API costs: CPU milliseconds of importing its handler, beside a bare Python."""

import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence

from benchmarks._command import parser, say
from benchmarks._function_environment import function_environment

RUNS = 7
CASES = {
    "bare_python": "pass",
    "api": "import app",
    "everything_eager": "import app, openai, boto3; from chalicelib import services; "
    "[make() for make in vars(services).values() if hasattr(make, 'cache_info')]",
}


def cpu_milliseconds(code: str, environment: Mapping[str, str]) -> float:
    """User and system time of one fresh interpreter."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main(arguments: Sequence[str] | None = None) -> None:
    runs = 1 if parser("api_import", __doc__).parse_args(arguments).smallest else RUNS
    environment = os.environ | function_environment("ApiFunction")
    measured = {
        name: statistics.median(cpu_milliseconds(code, environment) for _ in range(runs))
        for name, code in CASES.items()
    }
    say(
        "api_import",
        goal_ms=240,
        **{f"{name}_ms": round(value, 1) for name, value in measured.items()},
        api_over_bare=round(measured["api"] / measured["bare_python"], 1),
        everything_over_api=round(measured["everything_eager"] / measured["api"], 2),
    )


if __name__ == "__main__":
    main()

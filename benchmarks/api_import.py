"""What a cold start of the API costs: CPU milliseconds of importing its handler, beside a bare Python."""

import json
import os
import resource
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATHS = ("layers/core/python", "functions/api")
RUNS = 7
CASES = {
    "bare_python": "pass",
    "api": "import app",
    "everything_eager": "import app, openai, boto3; from chalicelib import services as s; "
    "s.keys(), s.reels(), s.credit_accounts(), s.uploads()",
}
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
    "TABLE_NAME": "t",
    "MEDIA_BUCKET": "b",
    "KEY_PEPPER": "p",
    "JOB_QUEUE_URL_TEXT_TO_SPEECH": "q",
    "JOB_QUEUE_URL_TALKING_HEAD": "q",
    "JOB_QUEUE_URL_TEXT_TO_IMAGE": "q",
    "JOB_QUEUE_URL_MEDIA": "q",
    "MAKE_REEL_STATE_MACHINE_ARN": "m",
    "MAKE_STORYBOARD_STATE_MACHINE_ARN": "m",
    "INSPECT_PORTRAIT_FUNCTION": "f",
    "POWERTOOLS_METRICS_NAMESPACE": "Greenlight",
    "POWERTOOLS_TRACE_DISABLED": "true",
}


def cpu_milliseconds(code: str) -> float:
    """User and system time of one fresh interpreter."""
    environment = os.environ | ENVIRONMENT | {"PYTHONPATH": os.pathsep.join(str(ROOT / path) for path in PATHS)}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main() -> None:
    measured = {name: statistics.median(cpu_milliseconds(code) for _ in range(RUNS)) for name, code in CASES.items()}
    floor = measured["bare_python"]
    print(
        json.dumps(
            {
                "benchmark": "api_import",
                "goal_ms": 240,
                **{f"{name}_ms": round(value) for name, value in measured.items()},
                "api_over_bare": round(measured["api"] / floor, 1),
                "everything_over_api": round(measured["everything_eager"] / measured["api"], 2),
            }
        )
    )


if __name__ == "__main__":
    main()

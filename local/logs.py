"""`./dev logs`: what the functions of the running stack logged, oldest first; workers log into the state folder."""

import argparse
import sys
import threading
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError

from local import session as embedded
from local.deploy import STACK
from local.environment import ROOT
from local.keys import local_endpoint

# What the platform says, and metrics.
NOISE = ("START ", "END ", "REPORT ", "INIT_START ", '{"_aws":')


def events(logs: Any, wanted: str, after: int) -> list[tuple[int, str]]:
    """Time in ms and line of everything logged after `after` by functions whose name contains `wanted`."""
    groups = logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=f"/{STACK}/")
    found = []
    for group in [each["logGroupName"] for page in groups for each in page["logGroups"]]:
        name = group.rsplit("/", 1)[1]
        if wanted in name:
            pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group, startTime=after + 1)
            lines = [(each["timestamp"], each["message"].rstrip()) for page in pages for each in page["events"]]
            found += [(at, f"{name}  {line}") for at, line in lines if not line.startswith(NOISE)]
    return sorted(found, key=lambda event: event[0])


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev logs", description=__doc__)
    parser.add_argument("name", nargs="?", default="", help="only functions whose name contains this, such as api")
    parser.add_argument("--follow", action="store_true", help="go on until Ctrl-C")
    parser.add_argument("--state", type=Path, default=ROOT / ".state", help="of the running stack")
    options = parser.parse_args()
    logs = embedded.session().client("logs", endpoint_url=local_endpoint(options.state))
    latest = 0
    try:
        while True:
            for at, line in events(logs, options.name, latest):
                print(line, flush=True)
                latest = at
            if not options.follow:
                return
            threading.Event().wait(1)
    except BotoCoreError as problem:
        sys.exit(f"The stack does not answer: {problem}")
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()

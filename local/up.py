"""`./dev up`: the whole stack in the foreground until Ctrl-C or SIGTERM; what it holds is kept in the state folder."""

import argparse
import threading
from pathlib import Path

from local.environment import ROOT
from local.seeds import seed
from local.stack import Stack
from local.stopping import Stopped, raise_when_stopped


def serve(state: Path, port: int) -> None:
    """Serves until the embedded cloud ends by itself, which is a failure, or `Stopped` is raised."""
    print(f"Starting Greenlight, its state in {state}", flush=True)
    with Stack(state, port) as stack:
        seed(stack.base_url, stack.service_key)
        print(f"Greenlight is ready on {stack.base_url}", flush=True)
        print(f"Service key: {stack.service_key}", flush=True)
        print(f"AWS endpoint: {stack.endpoint}   worker logs: {stack.state / 'logs'}   function logs: ./dev logs")
        print("Ctrl-C stops it.", flush=True)
        while stack.running():
            threading.Event().wait(0.5)
        raise SystemExit(f"The embedded cloud ended by itself; see {stack.state / 'logs' / 'cloud.log'}.")


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev up", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="of the API on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--state", type=Path, default=ROOT / ".state", help="folder that keeps everything")
    options = parser.parse_args()
    raise_when_stopped()
    try:
        serve(options.state, options.port)
    except Stopped:
        print("Stopped; the state is kept.", flush=True)


if __name__ == "__main__":
    main()

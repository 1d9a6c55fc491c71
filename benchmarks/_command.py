"""What all benchmarks share: `--smallest`, and one line of JSON for each case."""

import argparse
import json
from typing import Any


def parser(name: str, about: str | None) -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog=f"./dev bench {name}", description=about)
    options.add_argument(
        "--smallest",
        action="store_true",
        help="run every case once in its smallest size, which shows that it works and says nothing about speed",
    )
    return options


def say(case: str, **figures: Any) -> None:
    """Figures that are not finite are refused, since JSON has no word for them."""
    print(json.dumps({"case": case, **figures}, ensure_ascii=False, allow_nan=False), flush=True)

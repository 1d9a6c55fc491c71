"""From the green light to the finished reel: wall seconds on the whole local stack, beside what the engines took.

The first reel of a fresh stack pays for the cold start of every function and engine, the second for its work alone.
"""

import time
from collections.abc import Sequence

from benchmarks._command import parser, say
from benchmarks._stack import SCRIPT, Reel, running
from local.stack import Stack

GOAL_SECONDS = 10
SIDES, SMALLEST_SIDES = (512, 768), (384,)
SMALLEST_SCRIPT = "Green."


def made(stack: Stack, side: int, script: str) -> tuple[Reel, float, float]:
    """The reel, wall seconds from its approval to its end, and seconds of speech in it."""
    reel = Reel.create(stack, side, script)
    began = time.monotonic()
    reel.approve()
    done = reel.wait()
    return reel, time.monotonic() - began, done["duration"]


def measure(stack: Stack, side: int, script: str) -> None:
    _, cold, _ = made(stack, side, script)
    reel, warm, seconds = made(stack, side, f"{script} Again.")
    engines = reel.engine_seconds()
    say(
        f"reel {side}x{side}",
        speech_s=round(seconds, 2),
        cold_s=round(cold, 2),
        warm_s=round(warm, 2),
        goal_s=GOAL_SECONDS,
        engines_s={task: round(taken, 2) for task, taken in engines.items()},
        all_engines_s=round(sum(engines.values()), 2),
        warm_over_engines=round(warm / sum(engines.values()), 2),
    )


def main(arguments: Sequence[str] | None = None, given: Stack | None = None) -> None:
    options = parser("reel", __doc__)
    options.add_argument("side", type=int, nargs="*", help="of the portrait in pixels; by default 512 and 768")
    asked = options.parse_args(arguments)
    for side in asked.side or (SMALLEST_SIDES if asked.smallest else SIDES):
        with running(given) as stack:
            measure(stack, side, SMALLEST_SCRIPT if asked.smallest else SCRIPT)


if __name__ == "__main__":
    main()

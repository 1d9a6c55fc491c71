"""Shows a script with its price and asks for the green light."""

import shutil
import sys
import textwrap
from itertools import zip_longest

from local.reels_client import Reel, ReelsClient

QUESTION = "Green light? [y]es / [r]egenerate / [e]dit / [n]o: "


def review(client: ReelsClient, reel: Reel, *, approve_unasked: bool) -> Reel | None:
    """The reel as approved, or None when the person said no. Without a terminal the script approves itself."""
    show(reel)
    if approve_unasked or not sys.stdin.isatty():
        print("Approved by --yes." if approve_unasked else "There is no terminal to ask, so it is approved by itself.")
        return client.approve(reel)
    while True:
        match ask(QUESTION).lower()[:1]:
            case "y":
                return client.approve(reel)
            case "n":
                client.cancel(reel)
                return None
            case "r":
                wishes = ask("What should be different (Enter: just another version)? ")
                reel = client.regenerate(reel, **({"instructions": wishes} if wishes else {}))
                show(reel)
            case "e":
                text = ask("The script as you want it (Enter: leave it): ")
                reel = client.edit(reel, text) if text else reel
                show(reel)


def ask(question: str) -> str:
    """The answer without the space around it; the end of input is a no."""
    try:
        return input(question).strip()
    except EOFError:
        return "n"


def show(reel: Reel) -> None:
    print(side_by_side(reel["original_script"], reel["final_script"]))
    print(price(reel))


def side_by_side(original: str, rewritten: str, width: int = 0) -> str:
    """Two columns, as wide as the terminal."""
    column = ((width or min(shutil.get_terminal_size().columns, 140)) - 3) // 2
    left, right = (["YOUR SCRIPT", "", *_wrapped(text, column)] for text in (original, rewritten))
    right[0] = "REWRITTEN"
    rows = (f"{one:<{column}} | {other}".rstrip() for one, other in zip_longest(left, right, fillvalue=""))
    return "\n" + "\n".join(rows) + "\n"


def _wrapped(text: str, column: int) -> list[str]:
    return [line for paragraph in text.splitlines() for line in textwrap.wrap(paragraph, column) or [""]]


def price(reel: Reel) -> str:
    estimate = reel["estimate"]
    lines = [
        f"  {line['what']:<20}{line['quantity']:>8g} {line['unit']:<6}{line['amount']:>10.4f}"
        for line in estimate["lines"]
    ]
    return "\n".join(["Price", *lines, f"  {'total':<35}{estimate['amount']:>10.4f} {estimate['currency']}"])


class ChangingLine:
    """One line that changes in a terminal; in a pipe a line for each change."""

    def __init__(self) -> None:
        self._shown = ""

    def show(self, text: str) -> None:
        if text != self._shown:
            print(f"\r\x1b[K{text}" if sys.stdout.isatty() else text + "\n", end="", flush=True)
        self._shown = text

    def end(self) -> None:
        if sys.stdout.isatty():
            print(flush=True)

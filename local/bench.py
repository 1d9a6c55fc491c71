"""`./dev bench`: runs the benchmarks, each in a process of its own; a benchmark prints one line of JSON per case."""

import argparse
import subprocess
import sys

from local.environment import ROOT, environment

FOLDER = ROOT / "benchmarks"


def names() -> list[str]:
    """Modules with an underscore are what benchmarks share."""
    return sorted(path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_"))


def main() -> None:
    known = ", ".join(names())
    parser = argparse.ArgumentParser(
        prog="./dev bench", description=__doc__, epilog=f"Benchmarks: {known}. `./dev bench NAME --help` says more."
    )
    parser.add_argument("--smallest", action="store_true", help="each in its smallest size, which takes seconds")
    parser.add_argument("name", nargs="?", help="default: all of them, one after another")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="what the benchmark itself takes")
    options = parser.parse_args()
    if options.name and options.name not in names():
        sys.exit(f"./dev bench has no benchmark {options.name!r}; it has {known}.")
    arguments = [*(["--smallest"] if options.smallest else []), *options.arguments]
    failed = [name for name in ([options.name] if options.name else names()) if not run(name, arguments)]
    if failed:
        sys.exit(f"These benchmarks failed: {', '.join(failed)}")


def run(name: str, arguments: list[str]) -> bool:
    print(f"# {name}", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", f"benchmarks.{name}", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode == 0


if __name__ == "__main__":
    main()

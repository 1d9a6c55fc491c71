"""`./dev bench`: runs the benchmarks, each in a process of its own; a benchmark prints one line of JSON per case."""

import argparse
import subprocess
import sys

from local.environment import ROOT, environment

FOLDER = ROOT / "benchmarks"


def main() -> None:
    names = sorted(path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_"))
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("name", nargs="?", choices=names, help="default: all of them, one after another")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="what the benchmark itself takes")
    options = parser.parse_args()
    failed = [name for name in ([options.name] if options.name else names) if not run(name, options.arguments)]
    if failed:
        sys.exit(f"These benchmarks failed: {', '.join(failed)}")


def run(name: str, arguments: list[str]) -> bool:
    print(f"# {name}", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", f"benchmarks.{name}", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode == 0


if __name__ == "__main__":
    main()

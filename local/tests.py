"""`./dev test`: runs the tests, several files at once, the clients' documented flows first."""

import argparse
import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence

from local.environment import ROOT, environment

# Tests of a stack wait for it now and then; a process more than there are cores keeps those busy, and each costs a
# collection of all tests and a stack of its own.
MORE_THAN_CORES = 1
QUICK = ("domain", "services", "functions", "adapters", "architecture")
LAYERS = (*QUICK, "state_machines", "local", "infra", "benchmarks", "containers", "e2e")
EVERYWHERE = "every"
# What a changed file's folder needs: the longest prefix counts. A changed test file needs itself.
NEEDS = {
    "layers/core/python/greenlight/domain/": ("domain", "services", "functions", "architecture"),
    "layers/core/python/greenlight/services/": ("services", "functions", "state_machines", "architecture"),
    "layers/core/python/greenlight/writers/": ("services", "adapters", "architecture"),
    "layers/core/python/greenlight/ports/": ("services", "adapters", "functions", "architecture"),
    "layers/core/python/greenlight/aws/": ("adapters", "functions", "architecture"),
    "layers/core/python/greenlight/memory/": ("services", "adapters", "architecture"),
    "layers/core/python/greenlight/outbound/": ("services", "adapters", "architecture"),
    "layers/core/": ("domain", "services", "adapters", "functions", "architecture"),
    "layers/vision/": ("containers", "architecture"),
    "layers/": ("infra",),
    "functions/": ("functions", "architecture"),
    "gpu_containers/": ("containers", "architecture"),
    "state_machines/": ("state_machines",),
    "template.yaml": ("infra", "state_machines", "local"),
    "infra/": ("infra", "local"),
    "local/": ("local", "e2e"),
    "dev": ("local",),
    "benchmarks/": ("benchmarks", "e2e/test_benchmarks.py"),
    "tests/support/": (EVERYWHERE,),
    "tests/conftest.py": (EVERYWHERE,),
    "pyproject.toml": (EVERYWHERE,),
    "docs/": (),
    "README.md": (),
}


def paths_for(changed: Sequence[str]) -> list[str]:
    """The tests that the changed files, relative to the repository, need; none where only texts changed."""
    chosen: set[str] = set()
    for file in changed:
        parts = file.split("/")
        if parts[0] == "tests" and parts[-1].startswith("test_") and file.endswith(".py"):
            chosen |= {file} if (ROOT / file).exists() else set()
            continue
        prefixes = [prefix for prefix in NEEDS if file.startswith(prefix)]
        if parts[0] == "tests" and not prefixes:
            needed: tuple[str, ...] = (parts[1],)
        else:
            needed = NEEDS[max(prefixes, key=len)] if prefixes else ()
        chosen |= {f"tests/{name}" for name in (LAYERS if EVERYWHERE in needed else needed)}
    folders = {path for path in chosen if not path.endswith(".py")}
    return sorted(path for path in chosen if path in folders or f"tests/{path.split('/')[1]}" not in folders)


def changed_files() -> list[str]:
    """What differs from the branch's last published commit, or from the last commit, with files that are new."""
    upstream = _git("rev-parse", "--abbrev-ref", "@{upstream}")
    base = _git("merge-base", "HEAD", upstream[0]) if upstream else []
    changed = _git("diff", "--name-only", base[0] if base else "HEAD")
    return sorted({*changed, *_git("ls-files", "--others", "--exclude-standard")})


def _git(*arguments: str) -> list[str]:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.splitlines() if done.returncode == 0 else []


@contextlib.contextmanager
def load(processes: int) -> Iterator[None]:
    """Processes that compute without end, for as long as the block lasts."""
    spinning = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(processes)]
    try:
        yield
    finally:
        for process in spinning:
            process.kill()
            process.wait()


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="./dev test",
        usage="./dev test [--quick | --changed | --explore] [--beside-load] [pytest arguments]",
        description=__doc__,
        epilog="Everything else goes to pytest: ./dev test tests/domain -k money, ./dev test -n 0 --pdb.",
    )
    which = made.add_mutually_exclusive_group()
    which.add_argument("--quick", action="store_true", help=f"only {', '.join(QUICK)}, on twins in memory: a minute")
    which.add_argument("--changed", action="store_true", help="only what the files need that you changed")
    which.add_argument("--explore", action="store_true", help="only properties, with many new random examples")
    made.add_argument("--beside-load", action="store_true", help="while four other processes compute without end")
    return made


def command(options: argparse.Namespace, arguments: Sequence[str]) -> list[str]:
    """Arguments of pytest: what was asked for, and several processes unless a single file or test was."""
    chosen = [*arguments]
    if options.quick:
        chosen = [*(f"tests/{layer}" for layer in QUICK), "-m", "not aws and not real", *chosen]
    elif options.explore:
        chosen = ["-m", "hypothesis", *chosen]
    elif options.changed:
        chosen = [*paths_for(changed_files()), *chosen]
    if not {"-n", "--pdb", "--collect-only", "--co"} & set(chosen) and _several_files(chosen):
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        chosen = ["-n", str(cores + MORE_THAN_CORES), *chosen]
    # Files in the order of tests/support/order.py; a file's tests share what takes long to make.
    shared_out = ["--dist", "loadfile", "--no-loadscope-reorder"] if "-n" in chosen and "--dist" not in chosen else []
    return ["--durations", "10", *shared_out, *chosen]


def _several_files(chosen: Sequence[str]) -> bool:
    paths = [path for path in (ROOT / each.partition("::")[0] for each in chosen) if path.exists()]
    return len(paths) != 1 or paths[0].is_dir()


def main() -> None:
    options, arguments = parser().parse_known_args()
    if options.changed and not paths_for(changed_files()):
        print("No file that a test needs has changed.")
        return
    variables = environment() | ({"HYPOTHESIS_PROFILE": "explore"} if options.explore else {})
    pytest = [sys.executable, "-m", "pytest", *command(options, arguments)]
    with load(4) if options.beside_load else contextlib.nullcontext():
        code = subprocess.call(pytest, cwd=ROOT, env=variables)
    if code == 0 and not arguments:
        print("Look at: CONTRIBUTING.md says which layer a new test belongs to; ./dev demo makes a video.")
    sys.exit(code)


if __name__ == "__main__":
    main()

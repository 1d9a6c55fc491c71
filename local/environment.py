"""Makes .venv from the lock files in local/requirements, and runs modules in it. Standard library only."""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BUILD = ROOT / ".build"
REQUIREMENTS = ROOT / "local" / "requirements"
# A regular expression of folders.
NEVER_IMPORTED = r"/(tests|future/backports|onnxruntime/(quantization|tools|transformers)|torch/testing/_internal)/"
LOOPBACK = "127.0.0.1,localhost"
# Names a folder where wheels stay, so that the next installation on this machine asks no index; without it none do.
KEPT_WHEELS = "GREENLIGHT_WHEELS"
PLAIN = ("--progress-bar", "off")
ONE_MORE = ("Collecting ", "Processing ")
SOURCES = (ROOT, ROOT / "layers/core/python", ROOT / "layers/vision/python")


def install(groups: Sequence[str], venv: Path = VENV) -> None:
    """Brings `venv` to the lock files of `groups`."""
    install_locks([REQUIREMENTS / f"{group}.txt" for group in groups], venv)


def install_locks(locks: Sequence[Path], venv: Path) -> None:
    """Does nothing when the stamps of `venv` say that it has all of them already."""
    if all(_stamp(venv, lock).exists() for lock in locks):
        return
    with _only_one_at_a_time():
        make_venv(venv)
        missing = [lock for lock in locks if not _stamp(venv, lock).exists()]
        if not missing:
            return
        unfinished = venv / "unfinished"
        unfinished.touch()
        _install(venv, missing)
        _compile(venv)
        for lock in missing:
            _stamp(venv, lock).touch()
        unfinished.unlink()


def run(module: str, arguments: Sequence[str]) -> None:
    """Becomes `python -m module`; signals then reach it directly."""
    python = str(VENV / "bin" / "python")
    os.execve(python, [python, "-m", module, *arguments], environment())  # noqa: S606


def environment(base: Mapping[str, str] = os.environ) -> dict[str, str]:
    """`base` with the source tree on the import path, and no proxy between the parts of the stack."""
    ours = [str(path) for path in SOURCES]
    inherited = [path for path in base.get("PYTHONPATH", "").split(os.pathsep) if path and path not in ours]
    direct = ",".join(filter(None, [base.get("NO_PROXY") or base.get("no_proxy"), LOOPBACK]))
    ours_first = os.pathsep.join(ours + inherited)
    return {**base, "PYTHONPATH": ours_first, "PYTHONUNBUFFERED": "1", "NO_PROXY": direct, "no_proxy": direct}


def _stamp(venv: Path, lock: Path) -> Path:
    """A file that exists once this very lock is installed."""
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    return venv / f"installed-{lock.stem}-{digest[:16]}"


@contextlib.contextmanager
def _only_one_at_a_time() -> Iterator[None]:
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_venv(venv: Path) -> None:
    """A venv without pip of its own; one that an interrupted installation left behind is made anew."""
    broken = (venv / "unfinished").exists() or not (venv / "bin" / "python").exists()
    if venv.exists() and not broken:
        return
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        sys.exit(f"This Python has no venv module: install it with `sudo apt install {package}` and run again.")
    if venv.exists():
        shutil.rmtree(venv)
    _say(f"Making {venv.name} with Python {sys.version_info.major}.{sys.version_info.minor}")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)


@contextlib.contextmanager
def _pip() -> Iterator[list[str]]:
    """A pip that lives outside the venv for as long as it is needed: nothing stays that is there only to install."""
    with tempfile.TemporaryDirectory(dir=BUILD, prefix="pip-") as home:
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        yield [str(Path(home) / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]


def _install(venv: Path, locks: Sequence[Path]) -> None:
    pinned = sum(1 for lock in locks for line in lock.read_text().splitlines() if "==" in line)
    _say(f"Installing {pinned} pinned packages ({', '.join(lock.stem for lock in locks)}) into {venv.name}")
    files = [part for lock in locks for part in ("-r", str(lock))]
    with _pip() as pip:
        python = [*pip, "--python", str(venv / "bin" / "python")]
        install = [*python, "install", "--no-deps", "--no-compile", *PLAIN, *files]
        kept = _kept_wheels(python, locks, files, pinned)
        log = _follow([*install, *kept], pinned) if kept else ["no wheels are kept"]
        # Also where a kept wheel is damaged or is not what a lock's hash says.
        log = log and _follow(install, pinned)
    if log:
        sys.stderr.writelines(log[-15:])
        sys.exit("The installation failed, see above; when the cause is gone, run the same command again.")


def _kept_wheels(pip: Sequence[str], locks: Sequence[Path], files: Sequence[str], pinned: int) -> list[str]:
    """Options that install from the folder of kept wheels, which has them all from here on; none without one."""
    if not (wheels := os.environ.get(KEPT_WHEELS)):
        return []
    digest = hashlib.sha256(b"".join(lock.read_bytes() for lock in locks)).hexdigest()
    complete = Path(wheels) / f"complete-{sys.implementation.cache_tag}-{digest[:16]}"
    if not complete.exists():
        if _follow([*pip, "wheel", "--no-deps", "--wheel-dir", wheels, *PLAIN, *files], pinned):
            return []
        complete.touch()
    return ["--no-index", "--find-links", wheels]


def _follow(pip: Sequence[str], pinned: int) -> list[str]:
    """Shows how far pip is; what it said where it failed, and nothing where it did not."""
    log: list[str] = []
    with subprocess.Popen(pip, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        for line in running.stdout or ():
            log.append(line)
            _show_progress(line, sum(entry.startswith(ONE_MORE) for entry in log), pinned)
    _say("", end="\n" if sys.stderr.isatty() else "")
    return log if running.returncode else []


def _compile(venv: Path) -> None:
    """Byte code, since many containers forbid Python to write it later, and then every start waits for it."""
    _say("Compiling")
    command = [str(venv / "bin" / "python"), "-W", "ignore", "-m", "compileall", "-q", "-j", "0", "-x", NEVER_IMPORTED]
    subprocess.run([*command, str(venv / "lib")], check=True)


def _show_progress(line: str, done: int, total: int) -> None:
    if found := re.match(r"(Collecting|Downloading|Processing) (\S+)( \([\d.]+ [kM]B\))?", line.strip()):
        name = Path(found[2]).name.partition("-")[0].partition("=")[0]
        text = f"  {done}/{total} {name}{found[3] or ''}"
    elif line.startswith("Installing collected"):
        text = f"  unpacking {total} packages"
    else:
        return
    if sys.stderr.isatty():
        _say(f"\r\x1b[K{text}", end="")
    elif not found or (found[1] != "Downloading" and done % 10 == 0):
        _say(text)


def _say(text: str, end: str = "\n") -> None:
    print(text, end=end, file=sys.stderr, flush=True)

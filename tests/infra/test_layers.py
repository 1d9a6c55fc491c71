"""What goes into a function: pinned, hashed, without what it does not import, and small enough for Lambda."""

import json
import re
from pathlib import Path

import pytest

from layers import build
from tests.infra.expanded import ROOT, functions, of_type, source

# Code and layers together, unzipped.
LAMBDA_LIMIT = 262_144_000


def layers_of(function: str) -> list[str]:
    """The folders under layers/ that a function is given."""
    shared = source()["Globals"]["Function"]["Layers"]
    references = [layer["Ref"] for layer in [*shared, *functions()[function].get("Layers", [])]]
    contents = of_type("AWS::Serverless::LayerVersion", source())
    return [Path(contents[reference]["ContentUri"]).name for reference in references]


def unzipped(layer: str) -> int:
    """Bytes; for wheels what the last build measured, byte code included."""
    if layer in build.WHEELS:
        return int(json.loads(build.SIZES.read_text())[layer]["bytes"])
    # Byte code is about as large as its source.
    return 2 * build.size(build.LAYERS / layer / "python")


@pytest.mark.parametrize("layer", build.WHEELS)
def test_the_recorded_size_is_that_of_the_current_lock(layer: str) -> None:
    recorded = json.loads(build.SIZES.read_text())[layer]["lock"]
    assert recorded == build.lock_digest(layer), "the lock has changed: run python3.13 -m layers.build"


@pytest.mark.parametrize("function", functions())
def test_every_function_fits_into_lambda(function: str) -> None:
    code = build.size(ROOT / functions()[function]["CodeUri"])
    assert code + sum(map(unzipped, layers_of(function))) < LAMBDA_LIMIT


@pytest.mark.parametrize("layer", build.WHEELS)
def test_every_wheel_is_pinned_by_version_and_hash(layer: str) -> None:
    lock = (build.LAYERS / layer / "requirements.txt").read_text()
    for requirement in re.split(r"\n(?=[a-zA-Z])", lock.partition("\n")[2]):
        assert re.match(r"[\w.-]+==[\w.]+ \\\n +--hash=sha256:[0-9a-f]{64}", requirement), requirement.partition("\n")[
            0
        ]


def test_no_two_layers_of_a_function_bring_the_same_package() -> None:
    for function in functions():
        locks = [build.LAYERS / layer / "requirements.txt" for layer in layers_of(function) if layer in build.WHEELS]
        names = [name for lock in locks for name in re.findall(r"^([\w.-]+)==", lock.read_text(), re.MULTILINE)]
        assert len(set(names)) == len(names), function


def test_the_layers_are_built_for_the_runtime_that_the_functions_have() -> None:
    runtime = f"python{build.RUNTIME}"
    assert source()["Globals"]["Function"]["Runtime"] == runtime
    for name, layer in of_type("AWS::Serverless::LayerVersion", source()).items():
        assert layer["CompatibleRuntimes"] == [runtime], name
        assert layer["CompatibleArchitectures"] == source()["Globals"]["Function"]["Architectures"], name


def test_every_layer_in_the_template_is_built_and_the_other_way_round() -> None:
    contents = {layer["ContentUri"] for layer in of_type("AWS::Serverless::LayerVersion", source()).values()}
    assert contents == {f".build/layers/{layer}" for layer in (*build.OURS, *build.WHEELS)}


def test_chalice_is_shipped_without_its_command_line(tmp_path: Path) -> None:
    for name in ("__init__.py", "app.py", "local.py", "analyzer.py"):
        (tmp_path / name).touch()
    (tmp_path / "cli").mkdir()
    (tmp_path / "cli" / "factory.py").touch()
    build.strip_chalice(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"__init__.py", "app.py"}


def test_our_packages_are_copied_without_caches(tmp_path: Path) -> None:
    package = tmp_path / "source" / "package"
    (package / "__pycache__").mkdir(parents=True)
    (package / "__pycache__" / "module.cpython-311.pyc").touch()
    (package / "module.py").write_text("ANSWER = 42\n")
    target = tmp_path / "target" / "package"
    build.copy_package(package, target)
    (target / "stale.py").touch()
    build.copy_package(package, target)
    assert [path.name for path in target.rglob("*")] == ["module.py"]

"""Which way the imports point; a file that points elsewhere is named."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORE = "layers/core/python/greenlight"
STANDARD = sys.stdlib_module_names

# Folder → what its files may import of ours. `greenlight.x` allows that module and what is under it.
MAY_IMPORT = {
    f"{CORE}/domain": ("greenlight.domain",),
    f"{CORE}/services": ("greenlight.domain", "greenlight.services", "greenlight.ports", "greenlight.contracts"),
    f"{CORE}/writers": ("greenlight.domain", "greenlight.writers"),
    f"{CORE}/outbound": ("greenlight.domain", "greenlight.ports", "greenlight.outbound"),
    f"{CORE}/aws": (
        "greenlight.domain",
        "greenlight.ports",
        "greenlight.contracts",
        "greenlight.documents",
        "greenlight.aws",
    ),
    "functions": (
        "greenlight.bootstrap",
        "greenlight.contracts",
        "greenlight.domain",
        "greenlight.observability",
        "greenlight.ports",
        "greenlight.services",
        "chalicelib",
        "faces",
    ),
    "gpu_containers": ("greenlight.contracts", "gpu_containers", "faces"),
    "layers/vision": ("faces",),
    "local": ("local",),
    # How SAM templates are read is known in one place.
    "infra": ("local.templates",),
}
OURS = ("greenlight", "gpu_containers", "faces", "chalicelib", "local", "functions", "tests", "benchmarks")


def files(folder: str) -> list[Path]:
    return [path for path in (ROOT / folder).rglob("*.py") if not {"cdk.out", ".venv"} & set(path.parts)]


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            # `from greenlight import bootstrap` imports greenlight.bootstrap.
            deep = {f"{node.module}.{name.name}" for name in node.names} if node.module in OURS else set()
            found |= deep or {node.module}
    return found


def is_under(module: str, allowed: str) -> bool:
    return module == allowed or module.startswith(f"{allowed}.")


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_imports_point_one_way(folder):
    strays = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in files(folder)
        for module in sorted(imported(path))
        if module.split(".")[0] in OURS and not any(is_under(module, allowed) for allowed in MAY_IMPORT[folder])
    ]
    assert not strays, "\n".join(strays)


def test_the_domain_needs_nothing_but_the_standard_library():
    strays = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in files(f"{CORE}/domain")
        for module in imported(path)
        if module.split(".")[0] not in {*STANDARD, "greenlight"}
    ]
    assert not strays, "\n".join(strays)


def test_only_bootstrap_imports_the_aws_adapters():
    strays = [
        str(path.relative_to(ROOT))
        for folder in (CORE, "functions", "gpu_containers", "local")
        for path in files(folder)
        if path.parent.name != "aws"
        and path.name != "bootstrap.py"
        and any(is_under(module, "greenlight.aws") for module in imported(path))
    ]
    assert not strays, strays


def test_no_handler_knows_boto3():
    strays = [str(path.relative_to(ROOT)) for path in files("functions") if {"boto3", "botocore"} & imported(path)]
    assert not strays, strays


def test_a_handler_fits_on_one_screen():
    long = {
        str(path.relative_to(ROOT)): count
        for path in (ROOT / "functions").glob("*/app.py")
        if (count := len(path.read_text().splitlines())) > 60
    }
    assert not long, long


def test_every_module_says_in_one_line_what_it_is_for():
    silent = [
        str(path.relative_to(ROOT))
        for folder in ("functions", "layers", "gpu_containers", "local", "benchmarks", "infra")
        for path in files(folder)
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert not silent, silent


def test_the_top_of_the_tree_shows_what_the_architecture_shows():
    shown = {
        "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE",
        "dev", "template.yaml", "pyproject.toml", "functions",
        "state_machines", "layers", "gpu_containers", "infra", "local", "benchmarks", "docs", "tests",
    }  # fmt: skip
    made = {"out", "cdk.out", "node_modules"}
    assert {path.name for path in ROOT.iterdir() if not path.name.startswith((".", "__"))} - made <= shown

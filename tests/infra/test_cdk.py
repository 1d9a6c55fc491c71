"""The CDK app beside the template; what needs CDK itself is tested in infra/cdk, in an environment of its own."""

import ast
import re
from collections.abc import Iterator

from tests.infra.expanded import ROOT, source

APP = [path for path in sorted((ROOT / "infra/cdk").glob("*.py")) if not path.name.startswith("test_")]
# What watches, warns and stores images; a queue's policy is added to a queue, never a queue.
OPERATIONS = {
    "aws_budgets",
    "aws_cloudwatch",
    "aws_cloudwatch_actions",
    "aws_ecr",
    "aws_iam",
    "aws_s3_assets",
    "aws_sns",
    "aws_sns_subscriptions",
    "aws_sqs",
    "cloudformation_include",
}


def imported() -> Iterator[str]:
    for path in APP:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module == "aws_cdk":
                yield from (alias.name for alias in node.names)


def named() -> set[str]:
    """Every text in the app that can only be a logical id."""
    texts = {
        node.value
        for path in APP
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {text for text in texts if re.fullmatch(r"JobQueue\w+|[A-Z]\w+(Queue|Function|Api|Route|Bucket)", text)}


def test_the_app_speaks_of_resources_that_the_template_has() -> None:
    assert named() >= {"ApiFunction", "HttpApi", "JobQueueMedia", "ResultQueue"}
    assert named() <= set(source()["Resources"])


def test_the_app_has_no_means_to_define_what_the_template_defines() -> None:
    services = {name for name in imported() if name.startswith(("aws_", "cloudformation_"))}
    assert services <= OPERATIONS


def calls(folder: str, function: str) -> Iterator[ast.Call]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(function):
                yield node


def constants(node: ast.AST) -> set[object]:
    return {part.value for part in ast.walk(node) if isinstance(part, ast.Constant)}


def test_every_metric_that_the_dashboard_asks_for_is_emitted_with_those_dimensions() -> None:
    shown = list(calls("infra/cdk/dashboard.py", ".emitted")) or list(calls("infra/cdk", ".emitted"))
    code = [ast.parse(path.read_text()) for path in sorted((ROOT / "functions").rglob("*.py"))]
    names: set[object] = set().union(*map(constants, code))
    dimensions = {
        ",".join(("service", *(word.arg or "" for word in call.keywords))) for call in calls("functions", "measure")
    }
    dimensions |= {",".join(word.arg or "" for word in call.keywords) for call in calls("functions", "add_dimensions")}
    dashboard = ast.parse((ROOT / "infra/cdk/dashboard.py").read_text())
    asked = {text for text in constants(dashboard) if isinstance(text, str) and re.fullmatch(r"[a-z]+(,[a-z]+)+", text)}
    assert len(shown) >= 8
    assert {str(ast.literal_eval(call.args[0])) for call in shown} <= names
    assert asked
    assert asked <= dimensions


def test_its_requirements_agree_with_the_pins_of_the_project() -> None:
    ours = (ROOT / "pyproject.toml").read_text()
    lock = dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "infra/cdk/requirements.txt").read_text(), re.MULTILINE))
    for package in ("aws-sam-translator", "pydantic", "pytest"):
        assert f"{package}=={lock[package]}" in ours, package

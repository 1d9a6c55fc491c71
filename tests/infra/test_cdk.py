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


def test_its_requirements_agree_with_the_pins_of_the_project() -> None:
    ours = (ROOT / "pyproject.toml").read_text()
    lock = dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "infra/cdk/requirements.txt").read_text(), re.MULTILINE))
    for package in ("aws-sam-translator", "pydantic", "pytest"):
        assert f"{package}=={lock[package]}" in ours, package

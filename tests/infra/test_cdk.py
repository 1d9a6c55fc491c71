"""The CDK app beside the template; what needs CDK itself is tested in infra/cdk, in an environment of its own."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from gpu_containers.runtime import __main__ as runtime
from gpu_containers.runtime import batch
from greenlight.aws.job_requests import resource_name
from greenlight.contracts import Task
from infra.cdk import container_settings, stages
from tests.infra.expanded import ROOT, functions, source

TESTS = ("test_", "conftest", "synthesized")
APP = [path for path in sorted((ROOT / "infra/cdk").glob("*.py")) if not path.name.startswith(TESTS)]
# What watches, warns and does heavy work; a queue's policy is added to a queue, never a queue.
OPERATIONS = {
    "aws_applicationautoscaling",
    "aws_batch",
    "aws_budgets",
    "aws_cloudwatch",
    "aws_cloudwatch_actions",
    "aws_ec2",
    "aws_ecr_assets",
    "aws_events",
    "aws_iam",
    "aws_kms",
    "aws_lambda",
    "aws_logs",
    "aws_s3_assets",
    "aws_sagemaker",
    "aws_sns",
    "aws_sns_subscriptions",
    "aws_sqs",
    "cloudformation_include",
}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module == "aws_cdk":
            yield from (alias.name for alias in node.names)


def named() -> set[str]:
    """Every text in the app that can only be a logical id of the template."""
    asked = {
        ast.literal_eval(call.args[0])
        for path in APP
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).endswith("template.get_resource")
        and isinstance(call.args[0], ast.Constant)
    }
    watched = {text for text in texts("alarms.py", "metrics.py", "dashboard.py", "queues.py") if _is_logical_id(text)}
    return asked | watched


def _is_logical_id(text: str) -> bool:
    return bool(re.fullmatch(r"(?!JobQueue$)[A-Z]\w+(Queue|Function|Api|Route|Bucket)", text))


def texts(*files: str) -> set[str]:
    found = (constants(ast.parse((ROOT / "infra/cdk" / file).read_text())) for file in files)
    return {text for each in found for text in each if isinstance(text, str)}


def constant(file: str, name: str) -> object:
    """What a module of the app assigns to a name, without importing it."""
    for node in ast.parse((ROOT / "infra/cdk" / file).read_text()).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return ast.literal_eval(node.value)
    raise AssertionError(f"{file} has no {name}")


def test_the_app_speaks_of_resources_that_the_template_has() -> None:
    assert named() >= {"ApiFunction", "HttpApi", "MediaBucket", "ProgressQueue", "ResultQueue"}
    assert named() <= set(source()["Resources"])


def test_the_app_has_no_means_to_define_what_the_template_defines() -> None:
    services = {name for path in APP for name in imported(path) if name.startswith(("aws_", "cloudformation_"))}
    assert services <= OPERATIONS
    assert [path.name for path in APP if "aws_lambda" in imported(path)] == ["media_function.py"]


def test_every_task_of_the_contract_has_a_plan_in_every_stage_a_parameter_a_queue_and_a_container() -> None:
    assert tuple(Task) == stages.TASKS
    for name, stage in stages.DEFAULTS.items():
        assert (stage.name, tuple(plan.task for plan in stage.plans)) == (name, stages.TASKS)
    for task in stages.TASKS:
        assert source()["Parameters"][f"{stages.pascal(task)}Backend"]["AllowedValues"] == list(stages.BACKENDS)
        assert source()["Parameters"][f"{stages.pascal(task)}Backend"]["Default"] == "queue"
        assert f"JobQueue{stages.pascal(task)}" in source()["Resources"]
        assert (ROOT / f"gpu_containers/{task}/Dockerfile").is_file()


def test_stages_are_those_of_the_template_less_the_local_one() -> None:
    assert {*stages.STAGES, "local"} == set(source()["Parameters"]["Stage"]["AllowedValues"])


@pytest.mark.parametrize("task", stages.TASKS)
def test_functions_and_plane_call_a_task_by_the_same_name(task: str) -> None:
    for stage in stages.DEFAULTS.values():
        assert stage.resource_name(task) == resource_name(f"greenlight-{stage.name}", task)


def test_the_functions_may_submit_to_every_name_of_the_plane() -> None:
    allowed = str(source()["Resources"]["SubmitJobs"]["Properties"])
    for kind in ("endpoint/", "job-queue/", "job-definition/", "function:"):
        assert f"{kind}greenlight-${{Stage}}-*" in allowed


def test_dev_is_spot_alone_and_every_stage_does_media_on_lambda() -> None:
    dev = stages.DEFAULTS["dev"]
    assert {plan.backend for plan in dev.plans} == {"batch", "lambda"}
    assert not [plan for plan in dev.plans if plan.on_demand]
    assert (dev.private_network, dev.media_at_once) == (False, None)
    assert {stage.of("media").backend for stage in stages.DEFAULTS.values()} == {"lambda"}


def test_context_chooses_another_backend_other_machines_and_settings() -> None:
    said = {
        "stage": "production",
        "talking_head": "batch",
        "talking_head_instances": "g6e.xlarge,g6e.2xlarge",
        "talking_head_max": "2",
        "talking_head_settings": "COMPILE=1,OTHER=a=b",
        "private_network": "false",
        "weights": "s3://models/v1",
    }
    stage = stages.read(said.get)
    plan = stage.of("talking_head")
    assert (plan.backend, plan.instances, plan.at_most) == ("batch", ("g6e.xlarge", "g6e.2xlarge"), 2)
    assert plan.settings == {"COMPILE": "1", "OTHER": "a=b"}
    assert (stage.private_network, stage.weights) == (False, "s3://models/v1/")
    assert stage.of("text_to_speech") == stages.DEFAULTS["production"].of("text_to_speech")


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"stage": "local"}, "give --context stage= one of dev, staging, production"),
        ({"media": "fargate"}, "media cannot run on 'fargate': there are queue, sagemaker, batch, lambda"),
        ({"talking_head": "lambda"}, "talking_head cannot run on Lambda, which has no GPU: only media can"),
        ({"image_to_video_instances": "p5.48xlarge"}, "image_to_video cannot have p5.48xlarge: there are g5.xlarge"),
        ({"image_to_video_max": "0"}, "give at least 1, or --context image_to_video=queue"),
        ({"weights": "/mnt/weights"}, "give --context weights=s3://bucket/prefix/"),
    ],
)
def test_context_that_cannot_be_is_refused_with_the_remedy(said: dict[str, str], message: str) -> None:
    with pytest.raises(SystemExit) as refusal:
        stages.read(said.get)
    assert message in str(refusal.value)


def test_a_task_has_machines_of_one_kind_and_a_gpu_unless_it_is_media() -> None:
    for plan in (plan for stage in stages.DEFAULTS.values() for plan in stage.plans):
        assert {stages.MACHINES[each][2] for each in plan.instances} == {0 if plan.task == "media" else 1}
        assert stages.MACHINES[plan.instances[0]] == min(stages.MACHINES[each] for each in plan.instances)


@pytest.mark.parametrize("task", stages.TASKS)
def test_the_command_of_a_job_is_one_that_the_container_understands(task: str) -> None:
    options = runtime._parser().parse_args(container_settings.batch_command(task))
    assert (options.command, options.task, options.job) == ("batch", task, ["Ref::job"])


def test_the_exit_code_that_is_tried_again_is_the_one_that_asks_for_it() -> None:
    assert container_settings.TRY_AGAIN == batch.TRY_AGAIN


def test_the_handler_of_the_media_function_is_there() -> None:
    module, _, name = container_settings.HANDLER.rpartition(".")
    assert callable(getattr(import_module(module), name))


def test_every_setting_of_a_container_is_one_that_the_containers_read() -> None:
    variable = re.compile(r"[A-Z]+(_[A-Z]+)*")
    code = [ast.parse(path.read_text()) for path in (ROOT / "gpu_containers").rglob("*.py")]
    read: set[object] = set().union(*map(constants, code))
    given = {text for text in texts("container_settings.py", "media_function.py") if variable.fullmatch(text)}
    assert given >= {"BIND_HOST", "ENGINE", "PROGRESS_QUEUE_URL", "RESULT_QUEUE_URL", "TASK", "WEIGHTS", "WORK_DIR"}
    assert given - {"IMAGE"} <= read


def test_the_engine_that_an_endpoint_loads_is_the_one_that_jobs_ask_for() -> None:
    assert set(container_settings.ENGINES) == set(stages.TASKS) - {"media"}
    for task, parameter in container_settings.ENGINES.items():
        assert parameter in source()["Parameters"] or task == "image_to_video"


def test_workers_may_read_every_place_that_jobs_take_inputs_from() -> None:
    """But `tmp`, whose files are checked and copied before they are inputs."""
    services = (ROOT / "layers/core/python/greenlight/services").glob("*.py")
    places = {place for path in services for place in re.findall(r'media\.uri\(\s*f?"(\w+)/', path.read_text())}
    assert places - {"tmp"} == set(constant("worker_roles.py", "READ"))  # type: ignore[call-overload]


def test_answers_of_endpoints_can_be_read_by_whoever_hears_of_them_and_go_by_themselves() -> None:
    place = str(constant("worker_roles.py", "ANSWERS"))
    rules = source()["Resources"]["MediaBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    reading = str(functions()["OnJobFinishedFunction"]["Policies"])
    assert [rule for rule in rules if place.startswith(rule.get("Prefix", "-")) and rule.get("ExpirationInDays")]
    assert f"${{MediaBucket.Arn}}/{place}/*" in reading


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


def test_everything_that_it_installs_is_pinned_by_its_hash() -> None:
    lock = (ROOT / "infra/cdk/requirements.txt").read_text()
    wanted = re.findall(r"^([\w-]+)", (ROOT / "infra/cdk/requirements.in").read_text(), re.MULTILINE)
    pinned = re.findall(r"^([\w.-]+)==\S+(?: ;[^\n\\]*)? \\\n    --hash=sha256:", lock, re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^[\w.-]+==", lock, re.MULTILINE))
    assert set(wanted) <= set(pinned)

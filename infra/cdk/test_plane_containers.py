"""The plane and gpu_containers agree: images, entry points, settings, exit codes."""
# ruff: noqa: S101

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.cdk import container_images, container_settings, media_function
from infra.cdk.stages import TASKS
from infra.cdk.synthesized import ROOT, WEIGHTS, Synthesized
from infra.cdk.worker_roles import ANSWERS

CONTAINERS = ROOT / "gpu_containers"


def settings(stack: Synthesized) -> Iterator[tuple[str, dict[str, object]]]:
    """(resource name, environment) of every container."""
    for name, each in stack.named("Batch::JobDefinition", "JobDefinitionName").items():
        yield name, {one["Name"]: one["Value"] for one in each["ContainerProperties"]["Environment"]}
    for each in stack.of_type("SageMaker::Model").values():
        given = each["PrimaryContainer"]["Environment"]
        yield stack.stage.resource_name(given["TASK"]), given
    media = stack.stage.resource_name("media")
    yield media, stack.named("Lambda::Function", "FunctionName")[media]["Environment"]["Variables"]


def texts(folder: Path) -> set[str]:
    nodes = (node for path in folder.rglob("*.py") for node in ast.walk(ast.parse(path.read_text())))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_every_task_of_the_contract_has_a_container_and_a_place() -> None:
    tree = ast.parse((ROOT / "layers/core/python/greenlight/contracts.py").read_text())
    (contract,) = (node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Task")
    values = [ast.literal_eval(node.value) for node in contract.body if isinstance(node, ast.Assign)]
    assert values == list(TASKS)


def test_every_setting_is_one_that_the_containers_read(stack: Synthesized) -> None:
    read = texts(CONTAINERS)
    for name, given in settings(stack):
        assert set(given) <= read, name


def test_every_container_knows_its_task_its_folder_its_queue_and_its_weights(stack: Synthesized) -> None:
    found = dict(settings(stack))
    assert set(found) == {stack.stage.resource_name(task) for task in TASKS}
    for name, given in found.items():
        assert stack.stage.resource_name(str(given["TASK"])) == name
        assert "WORK_DIR" in given
        assert given["PROGRESS_QUEUE_URL"] == {"Ref": "ProgressQueue"}
        wants_weights = given["TASK"] != "media"
        assert (given.get("WEIGHTS"), "WEIGHTS_CACHE" in given) == (
            f"{WEIGHTS}/" if wants_weights else None,
            wants_weights,
        )


def test_an_endpoint_listens_to_sagemaker_and_loads_the_engine_that_jobs_ask_for(
    stacks: dict[str, Synthesized],
) -> None:
    models = [
        each["PrimaryContainer"]["Environment"] for each in stacks["production"].of_type("SageMaker::Model").values()
    ]
    assert {each["BIND_HOST"] for each in models} == {"0.0.0.0"}  # noqa: S104
    engines = {each["TASK"]: each["ENGINE"] for each in models}
    assert engines["talking_head"] == {"Ref": "TalkingHeadEngine"}


def test_a_job_is_given_by_its_address_to_the_container_of_its_task(stack: Synthesized) -> None:
    for made in stack.of_type("Batch::JobDefinition").values():
        given = made["ContainerProperties"]
        task = next(one["Value"] for one in given["Environment"] if one["Name"] == "TASK")
        assert given["Command"] == container_settings.batch_command(task)


def test_what_asks_to_be_tried_again_is_tried_again_and_nothing_else(stack: Synthesized) -> None:
    for made in stack.of_type("Batch::JobDefinition").values():
        rules = made["RetryStrategy"]["EvaluateOnExit"]
        assert rules == [
            {"Action": "RETRY", "OnExitCode": str(container_settings.TRY_AGAIN)},
            {"Action": "RETRY", "OnStatusReason": "Host EC2*"},
            {"Action": "EXIT", "OnReason": "*"},
        ]


def test_the_function_starts_at_the_handler_of_the_runtime(stack: Synthesized) -> None:
    made = stack.named("Lambda::Function", "FunctionName")[stack.stage.resource_name("media")]
    assert made["ImageConfig"]["Command"] == [container_settings.HANDLER]
    assert made["ImageConfig"]["EntryPoint"][1:] == ["-m", "awslambdaric"]
    assert "awslambdaric==" in (CONTAINERS / "media/requirements.txt").read_text()
    assert (
        media_function.ENTRY_POINT[0].removesuffix("/bin/python")
        in (ROOT / container_images.recipe("media")).read_text()
    )
    assert (made["MemorySize"], made["Timeout"], made["EphemeralStorage"]) == (3538, 900, {"Size": 4096})


@pytest.mark.parametrize("task", TASKS)
def test_an_image_is_made_of_what_its_recipe_copies_and_nothing_else(stacks: dict[str, Synthesized], task: str) -> None:
    stack = stacks["production"]
    assets = json.loads((stack.folder / f"greenlight-{stack.stage.name}.assets.json").read_text())["dockerImages"]
    (image,) = (
        each["source"] for each in assets.values() if each["source"]["dockerFile"] == container_images.recipe(task)
    )
    context = stack.folder / image["directory"]
    files = {str(path.relative_to(context)) for path in context.rglob("*") if path.is_file()}
    kept = (*container_images.copied(task), container_images.recipe(task))
    assert container_images.recipe(task) in files
    assert not [each for each in files if not any(each == one or each.startswith(f"{one}/") for one in kept)]
    assert not [each for each in files if "__pycache__" in each]
    assert sum((context / each).stat().st_size for each in files) < 20_000_000


def test_answers_of_endpoints_lie_where_a_rule_of_the_bucket_removes_them(stacks: dict[str, Synthesized]) -> None:
    stack = stacks["production"]
    (bucket,) = stack.of_type("S3::Bucket").values()
    removed = [rule["Prefix"] for rule in bucket["LifecycleConfiguration"]["Rules"] if rule.get("ExpirationInDays")]
    for config in stack.of_type("SageMaker::EndpointConfig").values():
        place = config["AsyncInferenceConfig"]["OutputConfig"]
        for path in (place["S3OutputPath"], place["S3FailurePath"]):
            assert path["Fn::Join"][1][1] == {"Ref": "MediaBucket"}
            assert path["Fn::Join"][1][2].startswith(f"/{ANSWERS}/")
    assert any(ANSWERS.startswith(prefix) for prefix in removed)

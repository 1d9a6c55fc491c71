"""How a container of the plane is started: what it is told, and how it answers. gpu_containers has the other half."""

from typing import Any

from infra.cdk.stages import Plan, Stage

# The parameter of template.yaml that says which engine jobs of a task ask for: an endpoint loads it before its first.
ENGINES = {
    "text_to_speech": "SpeechEngine",
    "talking_head": "TalkingHeadEngine",
    "text_to_image": "ImageEngine",
    "image_to_video": "VideoEngine",
}
HANDLER = "gpu_containers.runtime.function.handler"
# The exit code that asks for another attempt, EX_TEMPFAIL of sysexits.h.
TRY_AGAIN = 75
WORK, WEIGHTS = "/tmp/work", "/tmp/weights"  # noqa: S108


def batch_command(task: str) -> list[str]:
    """`Ref::job` is a parameter of whoever submits: the job's address in S3."""
    return ["batch", "--task", task, "--job", "Ref::job"]


def common(template: Any, stage: Stage, plan: Plan, *, work: str = WORK, weights: str = WEIGHTS) -> dict[str, str]:
    """`weights` is where those of S3 are kept on the machine."""
    place = {"WEIGHTS": stage.weights, "WEIGHTS_CACHE": weights} if stage.weights and plan.has_weights else {}
    progress = template.get_resource("ProgressQueue").ref
    return {"TASK": plan.task, "WORK_DIR": work, "PROGRESS_QUEUE_URL": progress, **place, **plan.settings}


def serving(template: Any, stage: Stage, plan: Plan) -> dict[str, str]:
    """For SageMaker, which asks from outside the container."""
    chosen = _parameter(template, ENGINES.get(plan.task, ""))
    engine = {"ENGINE": chosen.value_as_string} if chosen else {}
    return {"BIND_HOST": "0.0.0.0", **engine, **common(template, stage, plan)}  # noqa: S104


def _parameter(template: Any, name: str) -> Any:
    return template.node.try_find_child(name) if name else None

"""What each stage runs a task on: its defaults, and what the deployment's context says otherwise. Needs no CDK."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

STAGES = ("dev", "staging", "production")
TASKS = ("text_to_speech", "talking_head", "text_to_image", "image_to_video", "media")
BACKENDS = ("queue", "sagemaker", "batch", "lambda")
# EC2 type → (vCPUs, GiB of memory, GPUs). SageMaker has the same ones, as `ml.` and the type.
MACHINES = {
    "g5.xlarge": (4, 16, 1),
    "g5.2xlarge": (8, 32, 1),
    "g5.4xlarge": (16, 64, 1),
    "g6e.xlarge": (4, 32, 1),
    "g6e.2xlarge": (8, 64, 1),
    "g6e.4xlarge": (16, 128, 1),
    "c7i.xlarge": (4, 8, 0),
    "c7i.2xlarge": (8, 16, 0),
}


def pascal(task: str) -> str:
    """As logical ids and parameters spell a task: `TextToSpeech`."""
    return "".join(word.title() for word in task.split("_"))


@dataclass(frozen=True)
class Plan:
    """Where one task runs. Nothing has a minimum: what has no jobs costs nothing."""

    task: str
    backend: str
    # In the order of preference; an endpoint is of the first, spot capacity of whichever there is.
    instances: tuple[str, ...] = ()
    at_most: int = 1
    # Batch only: machines at the full price where spot capacity cannot be had.
    on_demand: bool = False
    # More environment variables of the container.
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_gpu(self) -> bool:
        return any(MACHINES[each][2] for each in self.instances)

    @property
    def has_weights(self) -> bool:
        return self.task != "media"


@dataclass(frozen=True)
class Stage:
    name: str
    plans: tuple[Plan, ...]
    # Interface endpoints (seven, each at an hourly price) in the place of public addresses for GPU machines.
    private_network: bool = False
    # Of media functions at once; None for whatever the account has left, since a new account has none to set aside.
    media_at_once: int | None = None
    log_days: int = 30
    # `s3://bucket/prefix/` with a folder for each model; see docs/weights.md.
    weights: str = ""

    def on(self, backend: str) -> tuple[Plan, ...]:
        return tuple(plan for plan in self.plans if plan.backend == backend)

    def of(self, task: str) -> Plan:
        return next(plan for plan in self.plans if plan.task == task)

    def resource_name(self, task: str) -> str:
        """Of the endpoint, the job queue, the job definition or the function, whichever the task has."""
        return f"greenlight-{self.name}-{task.replace('_', '-')}"

    @property
    def needs_network(self) -> bool:
        return bool(self.on("batch") or (self.private_network and self.on("sagemaker")))

    @property
    def is_production(self) -> bool:
        return self.name == "production"


SMALL, LARGE, LARGEST = ("g5.xlarge", "g5.2xlarge"), ("g6e.xlarge", "g6e.2xlarge"), ("g6e.2xlarge", "g6e.4xlarge")
PLAIN = ("c7i.xlarge", "c7i.2xlarge")
DEV = (
    Plan("text_to_speech", "batch", SMALL),
    Plan("talking_head", "batch", SMALL),
    Plan("text_to_image", "batch", LARGE),
    Plan("image_to_video", "batch", LARGE),
    Plan("media", "lambda", PLAIN),
)
PRODUCTION = (
    Plan("text_to_speech", "sagemaker", SMALL, at_most=4),
    Plan("talking_head", "sagemaker", SMALL, at_most=8),
    Plan("text_to_image", "sagemaker", LARGE, at_most=4),
    Plan("image_to_video", "batch", LARGEST, at_most=8, on_demand=True),
    Plan("media", "lambda", PLAIN, at_most=8),
)
DEFAULTS = {
    "dev": Stage("dev", DEV),
    # What production has, once: a release is rehearsed on it.
    "staging": Stage("staging", tuple(replace(plan, at_most=1) for plan in PRODUCTION)),
    "production": Stage("production", PRODUCTION, private_network=True, media_at_once=100, log_days=365),
}
Context = Callable[[str], Any]


def read(context: Context) -> Stage:
    """`stage`, `weights`, `private_network`; and of each task its backend as `<task>`, `<task>_instances`, `<task>_max`
    and `<task>_settings` (`NAME=value`, by commas)."""
    name = str(context("stage") or "dev")
    if name not in STAGES:
        raise SystemExit(f"There is no stage {name!r}: give --context stage= one of {', '.join(STAGES)}.")
    stage = DEFAULTS[name]
    weights = str(context("weights") or "")
    if weights and not weights.startswith("s3://"):
        raise SystemExit(f"{weights!r} is no place for weights: give --context weights=s3://bucket/prefix/.")
    private = context("private_network")
    return replace(
        stage,
        plans=tuple(_plan(plan, context) for plan in stage.plans),
        private_network=stage.private_network if private is None else str(private).lower() == "true",
        weights=weights and f"{weights.rstrip('/')}/",
    )


def _plan(plan: Plan, context: Context) -> Plan:
    def said(what: str, default: Any) -> Any:
        given = context(f"{plan.task}{what}")
        return default if given is None else given

    instances = said("_instances", plan.instances)
    settings = [pair.partition("=") for pair in str(said("_settings", "")).split(",") if pair]
    changed = replace(
        plan,
        backend=said("", plan.backend),
        instances=tuple(instances.split(",")) if isinstance(instances, str) else tuple(instances),
        at_most=int(said("_max", plan.at_most)),
        settings={name: value for name, _, value in settings},
    )
    _refuse(changed)
    return changed


def _refuse(plan: Plan) -> None:
    if plan.backend not in BACKENDS:
        raise SystemExit(f"{plan.task} cannot run on {plan.backend!r}: there are {', '.join(BACKENDS)}.")
    if plan.backend == "lambda" and plan.task != "media":
        raise SystemExit(f"{plan.task} cannot run on Lambda, which has no GPU: only media can.")
    if unknown := set(plan.instances) - set(MACHINES):
        raise SystemExit(f"{plan.task} cannot have {', '.join(sorted(unknown))}: there are {', '.join(MACHINES)}.")
    if plan.at_most < 1:
        raise SystemExit(f"{plan.task}_max is {plan.at_most}: give at least 1, or --context {plan.task}=queue.")

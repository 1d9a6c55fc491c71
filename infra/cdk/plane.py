"""The GPU plane: for each task what its stage chose, and whoever may put results into the queue of results."""

from dataclasses import dataclass, field
from typing import Any

from infra.cdk import batch_machines, batch_plane, batch_results, keys, media_function, network, sagemaker_plane
from infra.cdk.stages import Stage


@dataclass(frozen=True)
class Plane:
    """Names of endpoints and functions, the constructs of queues, and who sends results: service → ARNs."""

    endpoints: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    failed_rule: Any = None
    senders: dict[str, list[str]] = field(default_factory=dict)


def add(stack: Any, template: Any, stage: Stage) -> Plane:
    if len(stage.on("queue")) == len(stage.plans):
        return Plane()
    key = keys.add(stack, stage)
    ours = network.add(stack, stage, key) if stage.needs_network else None
    senders: dict[str, list[str]] = {}
    if serving := stage.on("sagemaker"):
        told = sagemaker_plane.topics(stack, template, key)
        senders["sns.amazonaws.com"] = [told.success.topic_arn, told.error.topic_arn]
        inside = ours if stage.private_network else None
        for plan in serving:
            sagemaker_plane.add(stack, template, stage, plan, key, inside, told)
    rules = _batch(stack, template, stage, key, ours)
    if rules:
        senders["events.amazonaws.com"] = [rule.attr_arn for rule in rules]
    for plan in stage.on("lambda"):
        media_function.add(stack, template, stage, plan, key)
    return Plane(
        endpoints=tuple(stage.resource_name(plan.task) for plan in serving),
        functions=tuple(stage.resource_name(plan.task) for plan in stage.on("lambda")),
        failed_rule=rules[-1] if rules else None,
        senders=senders,
    )


def _batch(stack: Any, template: Any, stage: Stage, key: Any, ours: network.Network | None) -> list[Any]:
    """The rules that carry the ends of jobs."""
    if not (plans := stage.on("batch")) or ours is None:
        return []
    ground = batch_machines.ground(stack, stage, ours)
    queues = [batch_plane.add(stack, template, stage, plan, key, ground) for plan in plans]
    return batch_results.add(stack, template, queues)

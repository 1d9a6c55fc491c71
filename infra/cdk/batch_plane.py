"""Jobs on AWS Batch: a queue and a job definition for each task that runs there, and how their ends are heard of."""

from typing import Any

from aws_cdk import aws_batch as batch  # type: ignore[import-not-found]

from infra.cdk import batch_machines, container_images, container_settings, log_groups, worker_roles
from infra.cdk.batch_machines import HOST_WEIGHTS, Ground
from infra.cdk.stages import MACHINES, Plan, Stage, pascal

LONGEST_SECONDS = 2 * 60 * 60
ATTEMPTS = 3
# For how long a job may wait for what does not come; then it fails, and its production is told.
STUCK = {
    "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY": 3600,
    "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE": 600,
    "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT": 600,
}


def add(stack: Any, template: Any, stage: Stage, plan: Plan, key: Any, ground: Ground) -> Any:
    """The job queue."""
    name, prefix = stage.resource_name(plan.task), pascal(plan.task)
    role = worker_roles.add(stack, template, stage, plan, "ecs-tasks.amazonaws.com")
    group = log_groups.add(stack, f"/{stack.stack_name}/batch/{plan.task}", prefix, stage, key)
    settings = container_settings.common(template, stage, plan, weights=HOST_WEIGHTS)
    image = container_images.add(stack, plan.task)
    batch.CfnJobDefinition(
        stack,
        f"{prefix}JobDefinition",
        type="container",
        job_definition_name=name,
        platform_capabilities=["EC2"],
        propagate_tags=True,
        container_properties=_container(plan, image.image_uri, role.role_arn, settings, group.ref),
        retry_strategy=_retries(),
        timeout=batch.CfnJobDefinition.TimeoutProperty(attempt_duration_seconds=LONGEST_SECONDS),
    )
    return _queue(stack, name, prefix, batch_machines.environments(stack, plan, ground))


def _container(plan: Plan, image: str, role: str, settings: dict[str, str], log_group: str) -> Any:
    made = batch.CfnJobDefinition
    vcpus, gib, gpus = MACHINES[plan.instances[0]]
    needs = {"VCPU": vcpus, "MEMORY": _memory_mib(gib)} | ({"GPU": gpus} if gpus else {})
    return made.ContainerPropertiesProperty(
        image=image,
        command=container_settings.batch_command(plan.task),
        job_role_arn=role,
        environment=[made.EnvironmentProperty(name=name, value=value) for name, value in settings.items()],
        resource_requirements=[
            made.ResourceRequirementProperty(type=kind, value=str(value)) for kind, value in needs.items()
        ],
        volumes=[made.VolumesProperty(name="weights", host=made.VolumesHostProperty(source_path=HOST_WEIGHTS))],
        mount_points=[made.MountPointsProperty(source_volume="weights", container_path=HOST_WEIGHTS)],
        log_configuration=made.LogConfigurationProperty(
            log_driver="awslogs", options={"awslogs-group": log_group, "awslogs-stream-prefix": plan.task}
        ),
    )


def _memory_mib(gib: int) -> int:
    """Less what the kernel, the machine's services and the ECS agent take: a job that asks for more is never placed."""
    return gib * 1024 * 15 // 16 - 512


def _retries() -> Any:
    """What says that it may go better next time is tried again, and a machine that was taken away; nothing else."""
    made = batch.CfnJobDefinition
    return made.RetryStrategyProperty(
        attempts=ATTEMPTS,
        evaluate_on_exit=[
            made.EvaluateOnExitProperty(action="RETRY", on_exit_code=str(container_settings.TRY_AGAIN)),
            made.EvaluateOnExitProperty(action="RETRY", on_status_reason="Host EC2*"),
            made.EvaluateOnExitProperty(action="EXIT", on_reason="*"),
        ],
    )


def _queue(stack: Any, name: str, prefix: str, environments: list[Any]) -> Any:
    made = batch.CfnJobQueue
    order = [
        made.ComputeEnvironmentOrderProperty(order=place, compute_environment=each.attr_compute_environment_arn)
        for place, each in enumerate(environments, start=1)
    ]
    limits = [
        made.JobStateTimeLimitActionProperty(action="CANCEL", state="RUNNABLE", reason=reason, max_time_seconds=seconds)
        for reason, seconds in STUCK.items()
    ]
    return made(
        stack,
        f"{prefix}JobQueue",
        job_queue_name=name,
        priority=1,
        compute_environment_order=order,
        job_state_time_limit_actions=limits,
    )

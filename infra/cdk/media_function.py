"""The media container as a Lambda function: many small pieces of film at once, and nothing to pay in between."""

from typing import Any

from aws_cdk import Duration, Size  # type: ignore[import-not-found]
from aws_cdk import aws_lambda as functions

from infra.cdk import container_images, container_settings, log_groups, worker_roles
from infra.cdk.stages import Plan, Stage, pascal
from infra.cdk.worker_roles import allow

ENTRY_POINT = ["/opt/venv/bin/python", "-m", "awslambdaric"]
# Two vCPUs at 1,769 MB each.
MEMORY_MB, DISK_GIB, SECONDS = 3538, 4, 900


def add(stack: Any, template: Any, stage: Stage, plan: Plan, key: Any) -> Any:
    name, results = stage.resource_name(plan.task), template.get_resource("ResultQueue")
    role = worker_roles.add(stack, template, stage, plan, "lambda.amazonaws.com")
    group = log_groups.add(stack, f"/{stack.stack_name}/{plan.task}", pascal(plan.task), stage, key)
    # The function sends each result itself; Lambda sends what became of a job that it could not be asked for.
    role.add_to_policy(allow(["sqs:SendMessage"], [results.attr_arn]))
    role.add_to_policy(allow(["logs:CreateLogStream", "logs:PutLogEvents"], [group.attr_arn]))
    work = container_settings.common(template, stage, plan, work="/tmp")  # noqa: S108
    function = functions.DockerImageFunction(
        stack,
        f"{pascal(plan.task)}Function",
        function_name=name,
        description="Does the media job that it is invoked with",
        code=_code(plan.task),
        role=role,
        memory_size=MEMORY_MB,
        ephemeral_storage_size=Size.gibibytes(DISK_GIB),
        timeout=Duration.seconds(SECONDS),
        reserved_concurrent_executions=stage.media_at_once,
        environment=work | {"RESULT_QUEUE_URL": results.ref},
    )
    _log_to(function, group)
    _tell_failures(stack, function, results)
    return function


def _code(task: str) -> Any:
    given = container_images.arguments(task)
    return functions.DockerImageCode.from_image_asset(
        given.pop("directory"), entrypoint=ENTRY_POINT, cmd=[container_settings.HANDLER], **given
    )


def _log_to(function: Any, group: Any) -> None:
    function.node.default_child.add_property_override("LoggingConfig", {"LogGroup": group.ref})


def _tell_failures(stack: Any, function: Any, results: Any) -> None:
    made = functions.CfnEventInvokeConfig
    made(
        stack,
        "MediaFunctionFailures",
        function_name=function.function_name,
        qualifier="$LATEST",
        maximum_retry_attempts=1,
        destination_config=made.DestinationConfigProperty(
            on_failure=made.OnFailureProperty(destination=results.attr_arn)
        ),
    )

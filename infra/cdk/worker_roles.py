"""What a container of the plane may do: read what jobs name, write what they make, say how far it is."""

import re
from typing import Any

from aws_cdk import Aws  # type: ignore[import-not-found]
from aws_cdk import aws_iam as iam

from infra.cdk.stages import Plan, Stage, pascal

# A job's inputs: what was made before, what belongs to a production or a product, what was uploaded.
READ = ("jobs", "productions", "products", "uploads")
# Of an endpoint alone: where SageMaker leaves the answers; a lifecycle rule of the bucket removes them after a day.
ANSWERS = "tmp/async"


def add(stack: Any, template: Any, stage: Stage, plan: Plan, service: str) -> Any:
    role = iam.Role(stack, f"{pascal(plan.task)}Worker", assumed_by=_only_ours(service))
    for statement in (*_media(template), *(_weights(stage) if plan.has_weights else []), _progress(template)):
        role.add_to_policy(statement)
    return role


def allow(actions: list[str], resources: list[str], conditions: dict[str, Any] | None = None) -> Any:
    return iam.PolicyStatement(actions=actions, resources=resources, conditions=conditions or {})


def _only_ours(service: str) -> Any:
    """The service, when it acts for this account: another account's endpoint or function cannot borrow the role."""
    principal = iam.ServicePrincipal(service)
    # Lambda does not say for whom it assumes a role.
    if service == "lambda.amazonaws.com":
        return principal
    return principal.with_conditions({"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID}})


def _media(template: Any) -> list[Any]:
    bucket = template.get_resource("MediaBucket").attr_arn
    return [
        allow(["s3:GetObject"], [f"{bucket}/{prefix}/*" for prefix in READ]),
        # What a failed attempt left is removed, and a large file that was not sent whole.
        allow(["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"], [f"{bucket}/jobs/*"]),
        # Without it S3 says "forbidden" of a key that is not there.
        allow(["s3:ListBucket"], [bucket]),
    ]


def _weights(stage: Stage) -> list[Any]:
    if not (place := re.fullmatch(r"s3://([^/]+)/(.*)", stage.weights)):
        return []
    bucket = f"arn:{Aws.PARTITION}:s3:::{place[1]}"
    return [allow(["s3:GetObject"], [f"{bucket}/{place[2]}*"]), allow(["s3:ListBucket"], [bucket])]


def _progress(template: Any) -> Any:
    return allow(["sqs:SendMessage"], [template.get_resource("ProgressQueue").attr_arn])

"""What the GPU plane breaks of cdk-nag's rules on purpose, and why."""

import re

from infra.cdk.stages import Plan, Stage, pascal
from infra.cdk.worker_roles import ANSWERS

LOGS = "arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group"
AGENT = "arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"
NO_RESOURCE = "An image's token, metrics and network interfaces: AWS offers them for all resources or none."
# Rules are written short, as in rules.py.
Reasons = dict[str, str]


def broken(stage: Stage) -> dict[str, Reasons]:
    """Construct → {rule: reason}."""
    reasons = {f"{pascal(plan.task)}Worker": _of_worker(stage, plan) for plan in stage.plans if plan.backend != "queue"}
    if stage.on("batch"):
        reasons["MachineRole"] = {
            f"IAM4[Policy::{AGENT}]": "ECS's own: what its agent needs; jobs have their own role."
        }
    if stage.needs_network and not stage.is_production:
        reasons["Network"] = {"VPC7": "Nothing listens in it, and flow logs cost by the gigabyte of weights."}
    return {construct: rules for construct, rules in reasons.items() if rules}


def _of_worker(stage: Stage, plan: Plan) -> Reasons:
    rules: Reasons = {}
    if plan.backend == "sagemaker":
        group = f"{LOGS}:/aws/sagemaker/Endpoints/{stage.resource_name(plan.task)}:*"
        answers = f"<MediaBucket.Arn>/{ANSWERS}/{plan.task}/*"
        rules["IAM5[Resource::*]"] = NO_RESOURCE
        rules[f"IAM5[Resource::{group}]"] = "The streams of one group, each named by its machine."
        rules[f"IAM5[Resource::{answers}]"] = "SageMaker names its answers."
    if plan.has_weights and (place := re.fullmatch(r"s3://(.+)", stage.weights)):
        weights = f"arn:<AWS::Partition>:s3:::{place[1]}*"
        rules[f"IAM5[Resource::{weights}]"] = "A model is a folder of files; nothing else lies there."
    return rules

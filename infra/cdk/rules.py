"""cdk-nag's rules on the whole stack, and why those that it breaks are rightly broken here."""

from typing import Any

from aws_cdk import Acknowledgment, Validations  # type: ignore[import-not-found]
from cdk_nag import AwsSolutionsChecks  # type: ignore[import-not-found]

from infra.cdk import plane_rules
from infra.cdk.stages import Stage

NAG = "AwsSolutions::AwsSolutions-"
MANAGED = "arn:aws:iam::aws:policy"
EVERYWHERE = {
    f"{NAG}L1": "The runtime is the newest Python that the project supports; see docs/adr/0001.",
    f"{NAG}IAM4[Policy::{MANAGED}/service-role/AWSLambdaBasicExecutionRole]": "SAM's own: writes logs and no more.",
    f"{NAG}IAM4[Policy::{MANAGED}/AWSXrayWriteOnlyAccess]": "SAM's own: writes traces and reads none.",
    "CloudFormation-Validate::W3011": "SAM keeps old layer versions, so that a function can be rolled back to them.",
    "CloudFormation-Validate::W8003": "template.yaml leaves open where jobs run, and a stage decides it.",
    "CloudFormation-Validate::W2509": "The parameter is the name of a secret and not the secret.",
}
MACHINES = ("MakeReel", "MakeStoryboard", "WriteScript", "WriteScenario")
WITH_A_MODEL = (
    "ApiRewriteScriptFunction",
    "StepWriteScenarioFunction",
    "StepWriteScriptFunction",
    "StepWriteStoryboardFunction",
)
EXECUTION = "arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution"
# A resource with a wildcard in it, and why it can be no narrower. Any other one fails the synthesis.
WILDCARDS = {
    **dict.fromkeys(
        (
            "<MediaBucket.Arn>/jobs/*",
            "<MediaBucket.Arn>/jobs/*/cancel",
            "<MediaBucket.Arn>/jobs/*/failure-*.json",
            "<MediaBucket.Arn>/jobs/*/request-*.json",
            "<MediaBucket.Arn>/jobs/*/result.json",
            "<MediaBucket.Arn>/productions/*",
            "<MediaBucket.Arn>/productions/*/music",
            "<MediaBucket.Arn>/products/*",
            "<MediaBucket.Arn>/tmp/*",
            "<MediaBucket.Arn>/tmp/async/*",
            "<MediaBucket.Arn>/uploads/*",
        ),
        "Media keys are made as productions are.",
    ),
    "<Table.Arn>/index/*": "Both indexes of the one table.",
    "<Table.Arn>/stream/*": "Listing a table's streams is allowed for all of them or none.",
    **dict.fromkeys((f"{EXECUTION}:<{machine}.Name>:*" for machine in MACHINES), "One machine's runs."),
}
TOKENS = "Full logs would hold task tokens, and the history of executions is kept for 90 days anyway."
LOG_DELIVERY = "Log delivery is allowed for all log groups or none."
CONDITION = "The rule cannot read a policy behind a condition; tests/infra does."
# Logical id → {rule: reason}
SINGLY = {
    "HttpApiRoute": {"APIG4": "The application checks keys itself, because it also limits and bills by them."},
    "MediaBucket": {"S1": "People reach media by presigned links alone, and the API logs each that it makes."},
    "KeyPepper": {"SMG4": "A new pepper would make every key that was ever given out invalid."},
    **{machine: {"SF1": TOKENS} for machine in MACHINES},
    **{f"{machine}Role": {"IAM5[Resource::*]": LOG_DELIVERY} for machine in MACHINES},
    **{f"{function}Role": {"IAM5": CONDITION} for function in WITH_A_MODEL},
    "ProgressQueue": {"SQS3": "Progress that nobody took is worth nothing."},
    "EventDeadLetterQueue": {"SQS3": "It is where events go that could not be published."},
}


def check(app: Any, stack: Any, template: Any, stage: Stage) -> None:
    Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    wildcards = {f"{NAG}IAM5[Resource::{resource}]": reason for resource, reason in WILDCARDS.items()}
    _acknowledge(stack, EVERYWHERE | wildcards)
    for logical_id, rules in SINGLY.items():
        _acknowledge(template.get_resource(logical_id), _full(rules))
    for construct, rules in plane_rules.broken(stage).items():
        _acknowledge(stack.node.find_child(construct), _full(rules))


def _full(rules: dict[str, str]) -> dict[str, str]:
    return {f"{NAG}{rule}": reason for rule, reason in rules.items()}


def _acknowledge(construct: Any, reasons: dict[str, str]) -> None:
    Validations.of(construct).acknowledge(*(Acknowledgment(id=rule, reason=why) for rule, why in reasons.items()))

"""Queues refuse whoever does not come encrypted, and take from AWS's services only what this stage's plane sends."""

from typing import Any

from aws_cdk import aws_sqs as sqs  # type: ignore[import-not-found]

RESULTS, LOST_RESULTS = "ResultQueue", "ResultDeadLetterQueue"
# Of template.yaml: logical id → resource.
Resources = dict[str, Any]


def of_jobs(resources: Resources) -> list[str]:
    return [name for name in _queues(resources) if name.startswith("JobQueue")]


def without_policy(resources: Resources) -> list[str]:
    """Those that template.yaml leaves to this app."""
    policies = [each for each in resources.values() if each["Type"] == "AWS::SQS::QueuePolicy"]
    written = {queue["Ref"] for policy in policies for queue in policy["Properties"]["Queues"]}
    return [name for name in _queues(resources) if name not in written]


def _queues(resources: Resources) -> list[str]:
    return [name for name, each in resources.items() if each["Type"] == "AWS::SQS::Queue"]


def add(stack: Any, template: Any, names: list[str], senders: dict[str, list[str]]) -> None:
    """`senders`: service → ARNs of the topics and rules that may send results."""
    for name in names:
        queue = template.get_resource(name)
        statements = [_encrypted(queue)]
        if name == RESULTS:
            statements += [_from(queue, service, sources) for service, sources in senders.items()]
        elif name == LOST_RESULTS:
            statements += [_from(queue, each, senders[each]) for each in senders if each == "events.amazonaws.com"]
        # One document: a second policy of a queue would take the place of the first.
        document = {"Version": "2012-10-17", "Statement": statements}
        sqs.CfnQueuePolicy(stack, f"{name}Policy", queues=[queue.ref], policy_document=document)


def _encrypted(queue: Any) -> dict[str, Any]:
    return {
        "Sid": "OnlyEncryptedConnections",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sqs:*",
        "Resource": queue.attr_arn,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def _from(queue: Any, service: str, sources: list[str]) -> dict[str, Any]:
    return {
        "Sid": f"Take{service.partition('.')[0].title()}",
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sqs:SendMessage",
        "Resource": queue.attr_arn,
        "Condition": {"ArnEquals": {"aws:SourceArn": sources}},
    }

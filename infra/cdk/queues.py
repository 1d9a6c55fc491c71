"""Queues refuse whoever does not come encrypted."""

from typing import Any

from aws_cdk import aws_sqs as sqs  # type: ignore[import-not-found]

QUEUES = (
    "JobQueueTextToSpeech",
    "JobQueueTalkingHead",
    "JobQueueTextToImage",
    "JobQueueMedia",
    "JobDeadLetterQueue",
    "ResultQueue",
    "ResultDeadLetterQueue",
    "ProgressQueue",
    "EventDeadLetterQueue",
    "WebhookQueue",
)


def add(stack: Any, template: Any) -> None:
    for name in QUEUES:
        queue = template.get_resource(name)
        statement = {
            "Sid": "OnlyEncryptedConnections",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "sqs:*",
            "Resource": queue.attr_arn,
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }
        document = {"Version": "2012-10-17", "Statement": [statement]}
        sqs.CfnQueuePolicy(stack, f"{name}Policy", queues=[queue.ref], policy_document=document)

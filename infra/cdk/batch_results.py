"""The ends of Batch jobs, as events, in the one queue of results."""

from typing import Any

from aws_cdk import aws_events as events  # type: ignore[import-not-found]

# A rule for each, so that failures can be counted.
ENDINGS = {"SUCCEEDED": "BatchSucceeded", "FAILED": "BatchFailed"}


def add(stack: Any, template: Any, job_queues: list[Any]) -> list[Any]:
    """The rules."""
    return [_rule(stack, template, job_queues, status, name) for status, name in ENDINGS.items()]


def _rule(stack: Any, template: Any, job_queues: list[Any], status: str, name: str) -> Any:
    target = events.CfnRule.TargetProperty(
        id="results",
        arn=template.get_resource("ResultQueue").attr_arn,
        dead_letter_config=events.CfnRule.DeadLetterConfigProperty(
            arn=template.get_resource("ResultDeadLetterQueue").attr_arn
        ),
    )
    return events.CfnRule(
        stack,
        name,
        description=f"Jobs of this stage that {status.lower()}",
        event_pattern={
            "source": ["aws.batch"],
            "detail-type": ["Batch Job State Change"],
            "detail": {"status": [status], "jobQueue": [queue.attr_job_queue_arn for queue in job_queues]},
        },
        targets=[target],
    )

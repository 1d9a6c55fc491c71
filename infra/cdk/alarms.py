"""Alarms on what somebody should get up for: dead letters, stuck queues, failed workflows, an API that fails."""

from dataclasses import dataclass
from typing import Any

from aws_cdk import aws_cloudwatch as cloudwatch  # type: ignore[import-not-found]
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions

from infra.cdk import metrics
from infra.cdk.plane import Plane


@dataclass(frozen=True)
class Watch:
    """Alarms when `metric` is at or above `threshold` for `periods` periods in a row."""

    name: str
    metric: Any
    threshold: float
    why: str
    periods: int = 1


def watches(template: Any, plane: Plane, job_queues: list[str]) -> list[Watch]:
    return [
        *(
            Watch(
                f"{queue}NotEmpty",
                metrics.depth(template, queue),
                1,
                "Somebody must look at these and send them again.",
            )
            for queue in ("ResultDeadLetterQueue", "EventDeadLetterQueue", "WebhookDeadLetterQueue")
        ),
        Watch("DeadJobsWait", metrics.age(template, "JobDeadLetterQueue"), 600, "on_job_dead does not take them."),
        Watch("ResultsWait", metrics.age(template, "ResultQueue"), 300, "on_job_finished is late or fails."),
        *(
            Watch(f"{queue}Waits", metrics.age(template, queue), 900, "Too few workers, or none.", periods=2)
            for queue in job_queues
        ),
        *(
            Watch(f"{queue}Waits", metrics.age(template, queue), 900, "Webhooks are told late.", periods=2)
            for queue in ("EventQueue", "WebhookQueue")
        ),
        *(watch for machine in metrics.STATE_MACHINES for watch in _of_workflow(template, machine)),
        Watch("ApiFails", metrics.api(template, "5xx"), 5, "Clients see errors that are ours."),
        Watch("ReconcileFails", metrics.errors(template, "OnScheduleReconcileFunction"), 3, "Lost work stays lost."),
        Watch("TableThrottles", metrics.throttles(template), 10, "A partition is too hot."),
        *(watch for name in plane.endpoints for watch in _of_endpoint(name)),
        *(watch for name in plane.functions for watch in _of_function(name)),
        *(
            [Watch("BatchJobsFail", metrics.matched(plane.failed_rule), 5, "More than single bad inputs.", periods=2)]
            if plane.failed_rule
            else []
        ),
    ]


def _of_endpoint(name: str) -> list[Watch]:
    of = _id(name)
    waited, untold = (
        metrics.endpoint(name, "ApproximateAgeOfOldestRequest"),
        metrics.endpoint(name, "NotificationFailures", "Sum"),
    )
    return [
        Watch(f"{of}Waits", waited, 900, "Too few machines, or none that starts.", periods=2),
        Watch(f"{of}Untold", untold, 1, "A job ended and nobody heard of it; its deadline will fail it."),
    ]


def _of_function(name: str) -> list[Watch]:
    return [
        Watch(f"{_id(name)}Fails", metrics.errors_of(name), 5, "Jobs end without a result of their own."),
        Watch(f"{_id(name)}Throttles", metrics.throttled(name), 20, "More pieces of film than functions.", periods=2),
    ]


def _id(resource_name: str) -> str:
    """`greenlight-dev-talking-head` → `TalkingHead`."""
    return "".join(word.title() for word in resource_name.split("-")[2:])


def _of_workflow(template: Any, machine: str) -> list[Watch]:
    failed, late = (metrics.workflow(template, machine, f"Executions{how}") for how in ("Failed", "TimedOut"))
    return [
        Watch(f"{machine}Fails", failed, 5, "More than single bad inputs.", periods=2),
        Watch(f"{machine}TimesOut", late, 1, "A step never answered."),
    ]


def add(stack: Any, watched: list[Watch], email: str | None) -> Any:
    """The topic that every alarm reports to."""
    topic = sns.Topic(stack, "Alarms", enforce_ssl=True)
    if email:
        topic.add_subscription(subscriptions.EmailSubscription(email))
    for watch in watched:
        alarm = cloudwatch.Alarm(
            stack,
            watch.name,
            metric=watch.metric,
            threshold=watch.threshold,
            evaluation_periods=watch.periods,
            alarm_description=watch.why,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )
        alarm.add_alarm_action(actions.SnsAction(topic))
    return topic

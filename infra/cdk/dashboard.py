"""One page that tells whether reels are being made."""

from typing import Any

from aws_cdk import aws_cloudwatch as cloudwatch  # type: ignore[import-not-found]

from infra.cdk import metrics

FUNCTIONS = ("ApiFunction", "StepSubmitJobFunction", "OnJobFinishedFunction", "OnScheduleReconcileFunction")


def add(stack: Any, template: Any) -> None:
    dashboard = cloudwatch.Dashboard(stack, "Dashboard", dashboard_name=stack.stack_name)
    states = ("ExecutionsStarted", "ExecutionsSucceeded", "ExecutionsFailed", "ExecutionsAborted")
    dashboard.add_widgets(
        _graph("Reels", [metrics.workflow(template, state) for state in states]),
        _graph("API requests and failures", [metrics.api(template, name) for name in ("Count", "4xx", "5xx")]),
        _graph("API latency, ms", [metrics.api(template, "Latency", level) for level in ("p50", "p99")]),
    )
    dashboard.add_widgets(
        _graph("Jobs waiting", [metrics.depth(template, queue) for queue in metrics.JOB_QUEUES]),
        _graph("Oldest job, s", [metrics.age(template, queue) for queue in metrics.JOB_QUEUES]),
        _graph("Errors", [metrics.errors(template, function) for function in FUNCTIONS]),
    )


def _graph(title: str, lines: list[Any]) -> Any:
    return cloudwatch.GraphWidget(title=title, left=lines, width=8)

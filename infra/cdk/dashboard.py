"""One page that tells whether work is being done: by route, by workflow, by job, by webhook."""

from typing import Any

from aws_cdk import aws_cloudwatch as cloudwatch  # type: ignore[import-not-found]

from infra.cdk import metrics
from infra.cdk.plane import Plane

FUNCTIONS = ("ApiFunction", "StepSubmitJobFunction", "OnJobFinishedFunction", "OnScheduleReconcileFunction")


def add(stack: Any, template: Any, plane: Plane, job_queues: list[str]) -> None:
    dashboard = cloudwatch.Dashboard(stack, "Dashboard", dashboard_name=stack.stack_name)
    operations = (_waiting(template, job_queues), _plane(plane), _webhooks(template), _platform(template))
    for row in (_routes(), _productions(), _jobs(), *operations):
        dashboard.add_widgets(*row)


def _routes() -> list[Any]:
    """Rate, errors and duration, each of a metric that has one sample a request."""
    by = "route,status"
    return [
        _graph("Requests by route", [metrics.emitted("Latency", by, "SampleCount")]),
        _graph("Failures by route", [metrics.emitted("Latency", by, "SampleCount", 'status="5xx"')]),
        _graph("Latency by route, p99, ms", [metrics.emitted("Latency", by, "p99", 'status="2xx"')]),
    ]


def _productions() -> list[Any]:
    return [
        _graph("Productions", [metrics.emitted("Productions", "service,family,what")]),
        _graph("Failures by code", [metrics.emitted("ProductionFailures", "service,family,code")]),
        _graph("Green light to done, p90, s", [metrics.emitted("ProductionSeconds", "service,family", "p90")]),
    ]


def _jobs() -> list[Any]:
    by = "service,task,engine,ending"
    return [
        _graph("Jobs", [metrics.emitted("Jobs", by)]),
        _graph("Work, p90, s", [metrics.emitted("JobSeconds", by, "p90")]),
        _graph("Wait, p90, s", [metrics.emitted("JobWaitSeconds", by, "p90")]),
    ]


def _waiting(template: Any, job_queues: list[str]) -> list[Any]:
    return [
        _graph("Jobs waiting", [metrics.depth(template, queue) for queue in job_queues]),
        _graph("Oldest job, s", [metrics.age(template, queue) for queue in job_queues]),
        _graph("Errors", [metrics.errors(template, function) for function in FUNCTIONS]),
    ]


def _plane(plane: Plane) -> list[Any]:
    """A graph without lines is left out: which there are depends on what the stage runs where."""
    lines = {
        "Endpoints: jobs waiting": [metrics.endpoint(name, "ApproximateBacklogSize") for name in plane.endpoints],
        "Endpoints: GPU in use, %": [metrics.machines_of(name, "GPUUtilization") for name in plane.endpoints],
        "Endpoints: GPU memory, %": [metrics.machines_of(name, "GPUMemoryUtilization") for name in plane.endpoints],
        "Batch: failed jobs": [metrics.matched(plane.failed_rule)] if plane.failed_rule else [],
        "Media function: errors": [metrics.errors_of(name) for name in plane.functions],
    }
    return [_graph(title, found) for title, found in lines.items() if found]


def _webhooks(template: Any) -> list[Any]:
    return [
        _graph("Deliveries", [metrics.emitted("Deliveries", "service,outcome")]),
        _graph("Delivery, p90, s", [metrics.emitted("DeliverySeconds", "service,outcome", "p90")]),
        _graph(
            "Oldest event and delivery, s", [metrics.age(template, name) for name in ("EventQueue", "WebhookQueue")]
        ),
    ]


def _platform(template: Any) -> list[Any]:
    states = ("ExecutionsStarted", "ExecutionsSucceeded", "ExecutionsFailed", "ExecutionsAborted")
    return [
        _graph(machine, [metrics.workflow(template, machine, state) for state in states])
        for machine in metrics.STATE_MACHINES
    ] + [_graph("API", [metrics.api(template, name) for name in ("Count", "4xx", "5xx")])]


def _graph(title: str, lines: list[Any]) -> Any:
    return cloudwatch.GraphWidget(title=title, left=lines, width=8)

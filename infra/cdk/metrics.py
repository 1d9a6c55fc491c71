"""The numbers that alarms and the dashboard share, each of a resource of template.yaml."""

from typing import Any

from aws_cdk import Duration  # type: ignore[import-not-found]
from aws_cdk import aws_cloudwatch as cloudwatch

STATE_MACHINES = ("MakeReel", "MakeStoryboard", "WriteScript", "WriteScenario")
FIVE_MINUTES = Duration.minutes(5)


def depth(template: Any, queue: str) -> Any:
    return _of_queue(template, queue, "ApproximateNumberOfMessagesVisible")


def age(template: Any, queue: str) -> Any:
    """Seconds that the oldest message has waited."""
    return _of_queue(template, queue, "ApproximateAgeOfOldestMessage")


def workflow(template: Any, machine: str, name: str) -> Any:
    return _metric("AWS/States", name, "Sum", StateMachineArn=template.get_resource(machine).ref)


def api(template: Any, name: str, statistic: str = "Sum") -> Any:
    return _metric("AWS/ApiGateway", name, statistic, ApiId=template.get_resource("HttpApi").ref)


def errors(template: Any, function: str) -> Any:
    return _metric("AWS/Lambda", "Errors", "Sum", FunctionName=template.get_resource(function).ref)


def errors_of(function_name: str) -> Any:
    return _metric("AWS/Lambda", "Errors", "Sum", FunctionName=function_name)


def throttled(function_name: str) -> Any:
    return _metric("AWS/Lambda", "Throttles", "Sum", FunctionName=function_name)


def endpoint(name: str, metric: str, statistic: str = "Maximum") -> Any:
    """Of SageMaker's asynchronous endpoints, such as `ApproximateAgeOfOldestRequest` in seconds."""
    return _metric("AWS/SageMaker", metric, statistic, EndpointName=name)


def machines_of(name: str, metric: str) -> Any:
    """Percent, such as `GPUUtilization`: of all GPUs of a machine together."""
    return _metric("/aws/sagemaker/Endpoints", metric, "Average", EndpointName=name, VariantName="AllTraffic")


def matched(rule: Any) -> Any:
    """Events that a rule passed on."""
    return _metric("AWS/Events", "TriggeredRules", "Sum", RuleName=rule.ref)


def throttles(template: Any) -> Any:
    return _metric("AWS/DynamoDB", "ThrottledRequests", "Sum", TableName=template.get_resource("Table").ref)


def emitted(name: str, dimensions: str, statistic: str = "Sum", where: str = "") -> Any:
    """A line for each combination of dimensions that the code emits, so that a new route or engine shows by itself."""
    found = f'{{Greenlight,{dimensions}}} MetricName="{name}" {where}'.strip()
    expression = f"SEARCH('{found}', '{statistic}', {FIVE_MINUTES.to_seconds()})"
    return cloudwatch.MathExpression(expression=expression, using_metrics={}, period=FIVE_MINUTES, label="")


def _of_queue(template: Any, queue: str, name: str) -> Any:
    return _metric("AWS/SQS", name, "Maximum", QueueName=template.get_resource(queue).attr_queue_name)


def _metric(namespace: str, name: str, statistic: str, **dimensions: str) -> Any:
    return cloudwatch.Metric(
        namespace=namespace,
        metric_name=name,
        statistic=statistic,
        period=FIVE_MINUTES,
        dimensions_map=dimensions,
    )

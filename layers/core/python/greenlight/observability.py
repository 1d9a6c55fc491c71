"""Logs, metrics and traces: one logger, one namespace, `production_id` on each line that is about a production."""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools import Logger, Metrics, Tracer

logger = Logger()
metrics = Metrics()
tracer = Tracer()

Handler = Callable[[dict[str, Any], Any], Any]


def observed(handler: Handler) -> Handler:
    """What every function but the API wears: context in each log line, a trace, metrics flushed at the end."""
    with_metrics = metrics.log_metrics(handler, capture_cold_start_metric=True)
    with_trace = tracer.capture_lambda_handler(with_metrics, capture_response=False)
    with_logs: Handler = logger.inject_lambda_context(with_trace, clear_state=True)
    return with_logs


def about(production_id: str, **facts: Any) -> None:
    """From here on every log line of this invocation says which production it is about."""
    logger.append_keys(production_id=production_id, **facts)

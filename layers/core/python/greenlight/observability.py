"""Logs, metrics and traces: one logger, one namespace, `production_id` on each line that is about a production."""

import os
import time
from collections.abc import Callable, Mapping
from functools import cache, wraps
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import EphemeralMetrics
from aws_lambda_powertools.shared.functions import strtobool

if TYPE_CHECKING:
    from aws_lambda_powertools import Tracer

logger = Logger()
metrics = Metrics()

Handler = Callable[[dict[str, Any], Any], Any]


@cache
def tracer() -> "Tracer":
    # The X-Ray SDK is slow to import, so the first invocation pays for it and not the cold start.
    from aws_lambda_powertools import Tracer

    return Tracer()


def traced(handler: Handler) -> Handler:
    # Powertools would import the X-Ray SDK also where tracing is off, and then make nothing of it.
    if strtobool(os.environ.get("POWERTOOLS_TRACE_DISABLED", "false")):
        return handler

    @wraps(handler)
    def with_trace(event: dict[str, Any], context: Any) -> Any:
        return tracer().capture_lambda_handler(handler, capture_response=False)(event, context)

    return with_trace


def told(handler: Handler) -> Handler:
    """One line an invocation, with whatever `about` said: a production is found in every function that touched it."""

    @wraps(handler)
    def with_line(event: dict[str, Any], context: Any) -> Any:
        began = time.perf_counter()
        try:
            return handler(event, context)
        finally:
            logger.info("done", extra={"milliseconds": round((time.perf_counter() - began) * 1000, 1)})

    return with_line


def observed(handler: Handler) -> Handler:
    """What every function but the API wears: context in each log line, a trace, metrics flushed at the end."""
    with_metrics: Handler = metrics.log_metrics(told(traced(handler)), capture_cold_start_metric=True)
    with_logs: Handler = logger.inject_lambda_context(with_metrics, clear_state=True)
    return with_logs


def about(production_id: str, **facts: Any) -> None:
    """From here on every log line of this invocation says which production it is about."""
    logger.append_keys(production_id=production_id, **facts)


def measure(values: Mapping[str, float], **dimensions: str) -> None:
    """Emits metrics with dimensions of their own: times where a name ends in `Seconds`, counts where it does not.

    Each combination of dimensions is a metric that is paid for, so their values come from short lists: tasks, engines,
    families, codes; never an id, a user or anything that a client wrote.
    """
    own = EphemeralMetrics()
    for name, dimension in dimensions.items():
        own.add_dimension(name, dimension)
    for name, value in values.items():
        own.add_metric(name, "Seconds" if name.endswith("Seconds") else "Count", value)
    own.flush_metrics()

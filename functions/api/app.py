"""The HTTP API: one Chalice app, one Blueprint a family, behind one catch-all route."""

from typing import Any

from chalice.app import Chalice, ConvertToMiddleware

from chalicelib import credits, home, job_events, keys, reels, storyboards, uploads, webhooks
from chalicelib.http_event import Adapter
from greenlight.observability import logger, metrics, traced

app = Chalice(app_name="greenlight", configure_logs=False)
for family in (home, keys, credits, uploads, webhooks, job_events, reels, storyboards):
    app.register_blueprint(family.blueprint)
app.register_middleware(ConvertToMiddleware(traced))

adapter = Adapter(app)


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics(capture_cold_start_metric=True)
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return adapter(event, context)

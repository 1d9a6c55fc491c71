"""The HTTP API: one Chalice app, one Blueprint a family, behind one catch-all route."""

from typing import Any

from chalice.app import Chalice, ConvertToMiddleware

from chalicelib import (
    chats,
    credits,
    film_files,
    home,
    job_events,
    keys,
    products,
    reels,
    scenarios,
    script_pages,
    scripts,
    shorts,
    storyboards,
    uploads,
    validation,
    webhooks,
)
from chalicelib.http_event import Adapter
from greenlight.observability import logger, metrics, traced

app = Chalice(app_name="greenlight", configure_logs=False)
COMMON = (home, keys, credits, uploads, webhooks, job_events)
FAMILIES = (reels, products, scenarios, shorts, storyboards, scripts, script_pages, film_files, chats, validation)
for routes in (*COMMON, *FAMILIES):
    app.register_blueprint(routes.blueprint)
app.register_middleware(ConvertToMiddleware(traced))

adapter = Adapter(app)


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics(capture_cold_start_metric=True)
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return adapter(event, context)

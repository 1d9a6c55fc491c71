"""The route of progress events: server-sent events for `EventSource` clients, a slice of them in each answer."""

import json

from chalice.app import Blueprint
from greenlight.domain.events import Event

from chalicelib import services
from chalicelib.contract import Answer, Call, operation
from chalicelib.reel_views import as_uuid

blueprint = Blueprint(__name__)
# Milliseconds after which a client comes back for what happened next.
RETRY = 1000
STREAM = {"Content-Type": "text/event-stream; charset=utf-8"}


@operation(blueprint, "GET", "/api/v1/jobs/{job_id}/events", tag="common", response=None, errors=(404,))
def job_events(call: Call) -> Answer:
    """What happened after `Last-Event-ID`, waited for up to 25 s; 204 when the job is over and all was told."""
    job_id = as_uuid(call.path["job_id"], "job")
    events = services.progress().after(call.identity, job_id, call.headers.get("last-event-id") or None)
    if events is None:
        return Answer(None, 204)
    told = "".join(_told(job_id, event_id, event) for event_id, event in events)
    return Answer(None, 200, STREAM, text=f"retry: {RETRY}\n\n{told}")


def _told(job_id: str, event_id: str, event: Event) -> str:
    what = event.type.rsplit(".", 1)[-1]
    data = {"job_id": job_id, "type": event.type, "at": event.at.isoformat(), **event.data}
    name = "progress" if what == "progress" else "status"
    return f"id: {event_id}\nevent: {name}\ndata: {json.dumps(data)}\n\n"

"""The route of progress events: server-sent events for `EventSource` clients, a slice of them in each answer."""

import json

from chalice.app import Blueprint

from chalicelib import services
from chalicelib.contract import Answer, Call, operation
from greenlight.domain.events import Event, told_id

blueprint = Blueprint(__name__)
# Milliseconds after which a client comes back for what happened next.
RETRY = 1000


@operation(
    blueprint,
    "GET",
    "/api/v1/jobs/{job_id}/events",
    tag="jobs",
    response=None,
    errors=(404,),
    headers=("Last-Event-ID",),
    produces="text/event-stream",
    may_be_empty=True,
)
def job_events(call: Call) -> Answer:
    """What happened to a job after `Last-Event-ID`, as server-sent events.

    An answer waits up to 25 s for something to happen, tells it and ends; `EventSource` comes back by itself for what
    happens next. 204 when the job is over and all was told, which ends an `EventSource`.
    """
    job_id = call.number("job_id", "job") if call.path["job_id"].isdigit() else call.uuid("job_id", "job")
    events = services.progress().after(call.identity, job_id, call.headers.get("last-event-id") or None)
    if events is None:
        return Answer(None, 204)
    told = "".join(_told(job_id, event_id, event) for event_id, event in events)
    return Answer(None, text=f"retry: {RETRY}\n\n{told}")


def _told(job_id: str, event_id: str, event: Event) -> str:
    what = event.type.rsplit(".", 1)[-1]
    data = {"job_id": told_id(job_id), "type": event.type, "at": event.at.isoformat(), **event.data}
    name = what if what in {"progress", "scene", "artifact"} else "status"
    return f"id: {event_id}\nevent: {name}\ndata: {json.dumps(data)}\n\n"

"""The route of a chat's events: what happens to its scripts and films, as server-sent events."""

import json
import re

from chalice.app import Blueprint

from chalicelib import services
from chalicelib.contract import Answer, Call, operation
from chalicelib.job_events import RETRY
from chalicelib.views import USER_ID, ForUser
from greenlight.domain.chats import ChatEvent
from greenlight.domain.errors import NotFound

blueprint = Blueprint(__name__)


@operation(
    blueprint,
    "GET",
    "/events/{chatID}",
    tag="scripts",
    query=ForUser,
    response=None,
    errors=(404,),
    headers=("Last-Event-ID of a chat",),
    produces="text/event-stream",
    browser=True,
)
def chat_events(call: Call) -> Answer:
    """What happened in a chat after `Last-Event-ID`, as server-sent events.

    Only what is the caller's own. An answer waits up to 25 s for something to happen, tells it and ends; `EventSource`
    comes back by itself for what happens next.
    """
    chat_id = call.path["chatID"]
    if not re.fullmatch(USER_ID, chat_id):
        raise NotFound("There is no such chat; a chatID has 1 to 128 characters, none of them a control character.")
    user_id = call.identity.user_id or call.claimed_user
    last = call.headers.get("last-event-id")
    told = services.chat_events().after(call.identity, user_id, chat_id, last)
    return Answer(None, text=f"retry: {RETRY}\n\n" + "".join(_told(chat_id, event) for event in told))


def _told(chat_id: str, told: ChatEvent) -> str:
    tokens, event = services.scripts().tokens, told.event
    named = {"token": tokens.of(told.production_id)} if told.family == "script" else {"job_id": told.production_id}
    data = {"chatID": chat_id, **named, "at": event.at.isoformat(), **event.data}
    return f"id: {told.number}\nevent: {told.name}\ndata: {json.dumps(data)}\n\n"

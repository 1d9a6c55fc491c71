"""What stands between the server and the emulator: addresses, a concurrency limit, and an end that waits for nobody."""

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
EVENT_STREAM = re.compile(r"^/events/|/events/?$")


def api_at_the_root(app: App, public_port: int, api_id: Path) -> App:
    """Leads requests on `public_port` to the deployed API.

    By its path and not by a Host header of its own: links made from the Host that the client sent stay right, and
    paths that the emulator keeps for itself (`/health`) reach the API.
    """

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["server"][1] == public_port:
            name = api_id.read_text() if api_id.exists() else "not-deployed-yet"
            prefix = f"/_aws/execute-api/{name}/$default"
            scope = {**scope, "path": prefix + scope["path"], "raw_path": prefix.encode() + scope["raw_path"]}
        await app(scope, receive, send)

    return serve


def at_most(app: App, public_port: int, requests: int, streams: int) -> App:
    """Lets so many requests and event streams on `public_port` run at once; the others wait for their turn.

    The emulator starts a process for each request that finds none idle. A stream keeps its own for half a minute, so
    that streams are counted apart: whoever listens holds up nobody who asks.
    """
    turns, stream_turns = asyncio.Semaphore(requests), asyncio.Semaphore(streams)

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["server"][1] != public_port:
            return await app(scope, receive, send)
        async with stream_turns if EVENT_STREAM.search(scope["path"]) else turns:
            return await app(scope, receive, send)

    return serve


def without_lifespan(app: App) -> App:
    """Keeps the server from starting and ending the application, because `Lifespan` does."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            return await app(scope, receive, send)
        while True:
            event = (await receive())["type"]
            await send({"type": f"{event}.complete"})
            if event == "lifespan.shutdown":
                return None

    return serve


class Lifespan:
    """Starts and ends an ASGI application.

    A server ends it only once all connections are closed, which idle ones on Python 3.12 and later never are.
    """

    def __init__(self, app: App) -> None:
        self._events: asyncio.Queue[Message] = asyncio.Queue()
        self._answers: asyncio.Queue[Message] = asyncio.Queue()
        scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": {}}
        self._task = asyncio.ensure_future(app(scope, self._events.get, self._answers.put))

    async def startup(self) -> None:
        await self._tell("lifespan.startup")

    async def shutdown(self) -> None:
        await self._tell("lifespan.shutdown")

    async def _tell(self, event: str) -> None:
        await self._events.put({"type": event})
        answer = await self._answers.get()
        if answer["type"] != f"{event}.complete":
            raise RuntimeError(f"the emulator answered {event} with {answer['type']}: {answer.get('message', '')}")

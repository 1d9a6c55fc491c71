"""What stands between the server and the emulator, tried without either."""

import asyncio
from collections.abc import Iterable
from typing import Any

from local.asgi import Message, at_most

PUBLIC, GATEWAY = 8000, 4566


class Emulator:
    """An application that answers nobody before it is told to, and counts who has come so far."""

    def __init__(self) -> None:
        self.running: list[str] = []
        self.answers = asyncio.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.running.append(scope["path"])
        await self.answers.wait()


async def _receive() -> Message:
    return {}


async def _send(message: Message) -> None:
    pass


def running(paths: Iterable[str], *, port: int = PUBLIC, requests: int = 2, streams: int = 1) -> tuple[list[str], int]:
    """What runs while nothing has been answered, and how many have run once everything was."""

    async def asked() -> tuple[list[str], int]:
        emulator = Emulator()
        app = at_most(emulator, PUBLIC, requests, streams)
        scopes = [{"type": "http", "server": ("127.0.0.1", port), "path": path} for path in paths]
        tasks = [asyncio.ensure_future(app(scope, _receive, _send)) for scope in scopes]
        for _ in range(3):
            # Lets every task go as far as it can.
            await asyncio.sleep(0)
        at_first = list(emulator.running)
        emulator.answers.set()
        await asyncio.gather(*tasks)
        return at_first, len(emulator.running)

    return asyncio.run(asked())


def test_more_requests_than_are_taken_at_once_wait_in_their_order_and_are_all_answered():
    paths = [f"/api/reels/{number}" for number in range(5)]
    assert running(paths) == (paths[:2], 5)


def test_who_listens_to_events_holds_up_nobody_who_asks():
    streams = ["/api/v1/jobs/1/events", "/events/chat", "/api/v1/jobs/2/events/"]
    assert running([*streams, "/api/reels", "/health"]) == ([streams[0], "/api/reels", "/health"], 5)


def test_functions_that_call_the_gateway_never_wait_for_the_requests_that_wait_for_them():
    paths = [f"/function/{number}" for number in range(5)]
    assert running(paths, port=GATEWAY) == (paths, 5)

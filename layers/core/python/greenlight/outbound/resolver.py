"""The system's resolver with a limit of time, which getaddrinfo has not."""

import socket
from collections.abc import Sequence
from concurrent.futures import Future
from threading import Thread

PATIENCE_SECONDS = 3.0


class SystemResolver:
    def addresses(self, host: str) -> Sequence[str]:
        answer: Future[list[str]] = Future()
        Thread(target=_look_up, args=(host, answer), daemon=True).start()
        try:
            return answer.result(PATIENCE_SECONDS)
        except (OSError, UnicodeError, TimeoutError):
            return []


def _look_up(host: str, answer: Future[list[str]]) -> None:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        answer.set_exception(error)
    else:
        answer.set_result(list(dict.fromkeys(str(entry[4][0]) for entry in found)))

"""A request to a server that may not be there yet, as a status and a text."""

import urllib.error
import urllib.request


def answer_to(request: str | urllib.request.Request, patience: float = 10) -> tuple[int, str]:
    """The HTTP status and the body, or 0 and the reason where nothing answers."""
    try:
        with urllib.request.urlopen(request, timeout=patience) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError as error:
        return 0, str(error)

"""What every client of the API in here shares: a key, errors in the API's own words, downloads."""

from pathlib import Path
from typing import Any

import requests

Body = dict[str, Any]


class Refused(Exception):
    """The API refused; the message is its own sentence."""


class ApiClient:
    def __init__(self, base_url: str, key: str, user_id: str) -> None:
        self._url = base_url
        self._user_id = user_id
        self._http = requests.Session()
        self._http.headers["Authorization"] = f"Bearer {key}"

    def ask(self, method: str, path: str, **how: Any) -> Body:
        params = {"user_id": self._user_id, **how.pop("params", {})}
        answer = self._http.request(method, self._url + path, params=params, timeout=60, allow_redirects=False, **how)
        if not answer.ok:
            raise Refused(_sentence(answer))
        body: Body = answer.json()
        return body

    def download(self, url: str, to: Path) -> Path:
        # A presigned link carries its own permission, and S3 refuses a second one.
        with requests.get(url, stream=True, timeout=60) as answer:
            answer.raise_for_status()
            with to.open("wb") as file:
                for chunk in answer.iter_content(1 << 20):
                    file.write(chunk)
        return to


def _sentence(answer: requests.Response) -> str:
    try:
        problem = answer.json()
    except ValueError:
        return f"The API answered {answer.status_code} {answer.reason}."
    detail = str(problem.get("detail", problem))
    wrong = [
        f"{each['field']}: {each['message']}" for each in problem.get("errors", []) if each["message"] not in detail
    ]
    return " ".join([detail, *wrong])

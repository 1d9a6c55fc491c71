"""A client of the reels API over plain HTTP, as a stranger would write it."""

from pathlib import Path
from typing import Any

import requests

Reel = dict[str, Any]
MEDIA_TYPES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}


class Refused(Exception):
    """The API refused; the message is its own sentence."""


class ReelsClient:
    def __init__(self, base_url: str, key: str, user_id: str) -> None:
        self._url = f"{base_url}/api/reels/"
        self._user_id = user_id
        self._http = requests.Session()
        self._http.headers["Authorization"] = f"Bearer {key}"

    def create(self, image: Path, script: str, **fields: str) -> Reel:
        with image.open("rb") as opened:
            files = {"image": (image.name, opened, MEDIA_TYPES.get(image.suffix.lower(), "application/octet-stream"))}
            return self._ask("POST", "", data={"script": script, "user_id": self._user_id, **fields}, files=files)

    def show(self, reel: Reel) -> Reel:
        return self._ask("GET", f"{reel['id']}/")

    def regenerate(self, reel: Reel, **wishes: str) -> Reel:
        return self._ask("POST", f"{reel['id']}/regenerate-script/", json=wishes)

    def edit(self, reel: Reel, text: str) -> Reel:
        headers = {"If-Match": f'"{reel["revision"]}"'}
        return self._ask("PATCH", f"{reel['id']}/", json={"final_script": text}, headers=headers)

    def approve(self, reel: Reel) -> Reel:
        """Approves what was shown: this revision, for at most this price."""
        seen = {"revision": reel["revision"], "max_amount": reel["estimate"]["amount"]}
        return self._ask("POST", f"{reel['id']}/approve-script/", json=seen)

    def cancel(self, reel: Reel) -> Reel:
        return self._ask("POST", f"{reel['id']}/cancel/", json={})

    def download(self, url: str, to: Path) -> Path:
        # A presigned link carries its own permission, and S3 refuses a second one.
        with requests.get(url, stream=True, timeout=60) as answer:
            answer.raise_for_status()
            with to.open("wb") as file:
                for chunk in answer.iter_content(1 << 20):
                    file.write(chunk)
        return to

    def _ask(self, method: str, path: str, **how: Any) -> Reel:
        answer = self._http.request(method, self._url + path, params={"user_id": self._user_id}, timeout=60, **how)
        if not answer.ok:
            raise Refused(_sentence(answer))
        body: Reel = answer.json()
        return body


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

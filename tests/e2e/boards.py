"""People who make storyboards at the API: what a stranger's client does, one step a method."""

from typing import Any

import requests

from local.waiting import wait_until
from tests.e2e.people import Person

PROMPT = "A lighthouse keeper adopts a stray cat during a storm. In the morning they watch the calm sea."
PATIENCE = 240.0
ENDS = {"storyboard_ready", "completed", "failed", "cancelled", "expired"}
Board = dict[str, Any]


class Boards(Person):
    """A person who makes storyboards."""

    def generate(self, **fields: Any) -> requests.Response:
        return self.ask("POST", "/api/v2/generate", json={"prompt": PROMPT, "duration": 9, **fields})

    def drawn(self, **fields: Any) -> Board:
        answer = self.generate(**fields)
        assert answer.status_code == 202, answer.text
        assert answer.json()["status"] == "pending"
        return self.until(answer.json(), "storyboard_ready")

    def job(self, board: Board, method: str = "GET", action: str = "", **how: Any) -> requests.Response:
        return self.ask(method, f"/api/v2/jobs/{board['job_id']}{action}", **how)

    def do(self, board: Board, action: str, **fields: Any) -> requests.Response:
        return self.job(board, "POST", f"/{action}", json=fields)

    def until(self, board: Board, status: str) -> Board:
        def there() -> Board | None:
            found: Board = self.job(board).json()
            assert found["status"] == status or found["status"] not in ENDS, found
            return found if found["status"] == status else None

        return wait_until(there, PATIENCE, every=0.7, what=f"job {board['job_id']} to be {status}")

    def rendered(self, board: Board) -> Board:
        assert self.do(board, "approve").status_code == 200
        assert self.do(board, "render").status_code == 202
        return wait_until(lambda: self._finished(board), PATIENCE, every=0.7, what="the video")

    def _finished(self, board: Board) -> Board | None:
        found: Board = self.job(board).json()
        assert found["status"] in {"rendering", "completed"}, found
        return found if found["status"] == "completed" else None

    def exported(self, board: Board, form: str, quality: str) -> requests.Response:
        """The file itself, asked for until it is there."""

        def there() -> requests.Response | None:
            params = {"format": form, "quality": quality}
            answer = self.job(board, action="/export", params=params, allow_redirects=False)
            assert answer.status_code in {202, 302}, answer.text
            return answer if answer.status_code == 302 else None

        found = wait_until(there, PATIENCE, every=1, what="the export")
        return requests.get(found.headers["Location"], timeout=120)

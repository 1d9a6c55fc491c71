"""People at the API, by plain HTTP: what a stranger's client does, with the head of the sample's portrait."""

import json
from dataclasses import dataclass, field
from typing import Any

import requests

from local.waiting import wait_until
from tests.support.sample_files import small_portrait

SCRIPT = "Hello, and welcome. This is a short film about the green light."
FINAL = {"done", "error", "cancelled", "expired"}
PATIENCE = 240.0


@dataclass
class Person:
    """Answers are `requests` responses; `key` None asks without one, as the local stack allows."""

    base_url: str
    key: str | None = None
    session: requests.Session = field(default_factory=requests.Session)

    def ask(self, method: str, path: str, **how: Any) -> requests.Response:
        headers = dict(how.pop("headers", {}))
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        return self.session.request(method, self.base_url + path, headers=headers, timeout=120, **how)

    def create(self, image: bytes | None = None, filename: str = "face.png", **fields: Any) -> requests.Response:
        files = {"image": (filename, small_portrait() if image is None else image, "image/png")}
        return self.ask("POST", "/api/reels/", files=files, data={"script": SCRIPT, **fields})

    def created(self, **fields: Any) -> dict[str, Any]:
        answer = self.create(**fields)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def act(self, reel: dict[str, Any], action: str, **fields: Any) -> requests.Response:
        return self.ask("POST", f"/api/reels/{reel['id']}/{action}/", json=fields)

    def approved(self, **fields: Any) -> dict[str, Any]:
        reel = self.created(**fields)
        answer = self.act(reel, "approve-script", revision=reel["revision"])
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def reel(self, reel: dict[str, Any]) -> dict[str, Any]:
        answer = self.ask("GET", f"/api/reels/{reel['id']}/")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def wait_for(self, reel: dict[str, Any], *statuses: str, patience: float = PATIENCE) -> dict[str, Any]:
        """The reel as soon as it has one of `statuses` (any final one when none is named)."""
        wanted = set(statuses) or FINAL

        def there() -> dict[str, Any] | None:
            found = self.reel(reel)
            assert found["status"] in wanted or found["status"] not in FINAL, json.dumps(found, indent=1)
            return found if found["status"] in wanted else None

        return wait_until(there, patience, every=0.7, what=f"reel {reel['id']} to be {' or '.join(sorted(wanted))}")

"""A client of the reels API over plain HTTP, as a stranger would write it."""

from pathlib import Path
from typing import Any

from local.api_client import ApiClient, Body

Reel = Body
MEDIA_TYPES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}


class ReelsClient(ApiClient):
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

    def _ask(self, method: str, path: str, **how: Any) -> Reel:
        return self.ask(method, f"/api/reels/{path}", **how)

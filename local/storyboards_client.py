"""A client of the storyboards API over plain HTTP, as a stranger would write it."""

from typing import Any

from local.api_client import ApiClient, Body

Storyboard = Body


class StoryboardsClient(ApiClient):
    def generate(self, prompt: str, **wishes: Any) -> Storyboard:
        return self.ask("POST", "/api/v2/generate", json={"prompt": prompt, "user_id": self._user_id, **wishes})

    def show(self, board: Storyboard) -> Storyboard:
        return self._ask("GET", board)

    def refine(self, board: Storyboard, number: int, image_prompt: str) -> Storyboard:
        return self._ask("POST", board, "/refine", params={"scene_number": number, "new_image_prompt": image_prompt})

    def reorder(self, board: Storyboard, order: list[int]) -> Storyboard:
        return self._ask("POST", board, "/reorder", params={"scene_order": order})

    def approve(self, board: Storyboard) -> Storyboard:
        """Approves what was shown: this revision, for at most this price."""
        seen = {"revision": board["revision"], "max_amount": board["estimate"]["amount"]}
        return self._ask("POST", board, "/approve", json=seen)

    def render(self, board: Storyboard) -> Storyboard:
        return self._ask("POST", board, "/render")

    def cancel(self, board: Storyboard) -> Storyboard:
        return self._ask("POST", board, "/cancel")

    def export(self, board: Storyboard, form: str, quality: str) -> str | None:
        """A link to the file; None while it is being made."""
        url: str | None = self._ask("GET", board, "/export", params={"format": form, "quality": quality})["url"]
        return url

    def _ask(self, method: str, board: Storyboard, action: str = "", **how: Any) -> Body:
        return self.ask(method, f"/api/v2/jobs/{board['job_id']}{action}", **how)

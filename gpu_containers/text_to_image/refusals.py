"""Every way a picture service can fail as a typed reason; the SDKs of OpenAI and RunwayML name their errors alike."""

from dataclasses import dataclass
from types import ModuleType
from typing import Any

from gpu_containers.runtime.engine import JobFailed

# The first that fits an error counts: a timeout is a connection error, too.
_REFUSALS = (
    ("APITimeoutError", "engine_unavailable", "{who} did not answer in time.", True),
    ("APIConnectionError", "engine_unavailable", "{who} cannot be reached.", True),
    ("APIResponseValidationError", "engine_bad_picture", "{who} answered with something that is no picture.", True),
    ("AuthenticationError", "engine_unauthorized", "{who} refused the key in {key}.", False),
    ("PermissionDeniedError", "engine_unauthorized", "The key in {key} may not make pictures.", False),
    ("NotFoundError", "engine_not_configured", "{who} has no model {model}: set {setting}.", False),
)
_SPENT = frozenset({"insufficient_quota", "billing_hard_limit_reached"})


@dataclass(frozen=True)
class Service:
    """`key` and `setting` are the settings that hold its key and its model's name."""

    sdk: ModuleType
    who: str
    key: str
    setting: str
    model: str

    def refusal(self, error: Exception) -> JobFailed:
        """The reason for the person who asked, and whether to try again later."""
        for name, code, message, retryable in _REFUSALS:
            if isinstance(error, getattr(self.sdk, name)):
                words = {"who": self.who, "key": self.key, "setting": self.setting, "model": self.model}
                return JobFailed(code, message.format(**words), retryable=retryable)
        status = getattr(error, "status_code", 500)
        if status == 429:
            return self._busy(error)
        if 400 <= status < 500:
            return JobFailed("engine_refused", f"{self.who} refused the picture: {_said(error)}.")
        return JobFailed("engine_unavailable", f"{self.who} is failing; try again later.", retryable=True)

    def _busy(self, error: Any) -> JobFailed:
        if getattr(error, "code", None) in _SPENT:
            return JobFailed("engine_quota_spent", f"The account behind {self.key} has no credit left.")
        wait = error.response.headers.get("retry-after", "")
        when = f"in {wait} s" if wait.isascii() and wait.isdigit() else "later"
        return JobFailed("engine_busy", f"{self.who} is over its rate limit; try again {when}.", retryable=True)

    def bad_picture(self, reason: object) -> JobFailed:
        message = f"{self.who} answered with a picture that cannot be used: {reason}."
        return JobFailed("engine_bad_picture", message, retryable=True)


def _said(error: Any) -> str:
    body = error.body if isinstance(error.body, dict) else {}
    return str(body.get("message") or body.get("error") or f"status {error.status_code}")[:200].rstrip(".")

"""The one status of every production; families translate it in their own responses."""

from enum import StrEnum


class Status(StrEnum):
    QUEUED = "queued"
    AWAITING_APPROVAL = "awaiting_approval"
    RUNNING = "running"
    CANCELLING = "cancelling"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"

    @property
    def is_at_work(self) -> bool:
        """Whether it takes one of the places that an account has for what is being made."""
        return self in {Status.RUNNING, Status.CANCELLING}

    @property
    def is_final(self) -> bool:
        return self in {Status.SUCCEEDED, Status.FAILED, Status.CANCELLED, Status.EXPIRED}

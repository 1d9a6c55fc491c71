"""The backend's record of a job: what was asked, who waits for it, how it ended."""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

MAX_ATTEMPTS = 3
# A message that was never sent (we died between writing and sending) is sent again after this long.
RESEND_AFTER = timedelta(minutes=15)


class JobState(StrEnum):
    QUEUED = "queued"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True)
class JobRecord:
    """`version` is that of the stored item; `outputs`, `facts` and `error` are those of the last result."""

    job_id: str
    account_id: str
    task: str
    engine: str
    params: dict[str, Any]
    inputs: dict[str, str]
    output_prefix: str
    cache_key: str
    sent_at: datetime
    deadline: datetime
    state: JobState = JobState.QUEUED
    attempt: int = 1
    attempts_left: int = MAX_ATTEMPTS - 1
    outputs: dict[str, str] = field(default_factory=dict)
    sha256: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    error: dict[str, Any] | None = None
    version: int = 0

    @property
    def is_done(self) -> bool:
        return self.state is not JobState.QUEUED

    def may_be_lost(self, now: datetime) -> bool:
        return self.state is JobState.QUEUED and now - self.sent_at > RESEND_AFTER

    def retried(self, now: datetime, deadline: datetime) -> "JobRecord":
        return replace(self._sent_again(now, deadline), attempts_left=max(0, self.attempts_left - 1))

    def restarted(self, now: datetime, deadline: datetime) -> "JobRecord":
        """A new round for a job that had failed for good; late results of earlier attempts stay recognisable."""
        return replace(self._sent_again(now, deadline), attempts_left=MAX_ATTEMPTS - 1)

    def _sent_again(self, now: datetime, deadline: datetime) -> "JobRecord":
        return replace(
            self, state=JobState.QUEUED, attempt=self.attempt + 1, sent_at=now, deadline=deadline, error=None
        )

    def succeeded(self, outputs: dict[str, str], sha256: dict[str, str], facts: dict[str, Any]) -> "JobRecord":
        return replace(self, state=JobState.SUCCEEDED, outputs=outputs, sha256=sha256, facts=facts, error=None)

    def failed(self, error: dict[str, Any]) -> "JobRecord":
        return replace(self, state=JobState.FAILED, error=error)


@dataclass(frozen=True)
class Waiter:
    """A step of a production that waits for a job; `token` is the workflow's task token.

    It stays after the answer, as the note that this production uses what the job made.
    """

    job_id: str
    production_id: str
    step: str
    token: str
    since: datetime
    answered: bool = False


@dataclass(frozen=True)
class JobSpec:
    """What a step wants done, before it is known whether it was done already. `digests` are sha256 by input name."""

    task: str
    engine: str
    engine_version: str
    params: dict[str, Any]
    inputs: dict[str, str]
    digests: dict[str, str]

    @property
    def cache_key(self) -> str:
        identity = [self.task, self.engine, self.engine_version, self.params, self.digests]
        return sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()

    def job_id(self, account_id: str) -> str:
        """One job an account and cache key: tenants never share a result, nor learn that another has one."""
        return sha256(f"{account_id}/{self.cache_key}".encode()).hexdigest()[:32]

"""The twins, in memory, of what keeps and runs jobs."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from greenlight.contracts import Job
from greenlight.domain.jobs import JobRecord, Waiter


@dataclass
class MemoryJobs:
    records: dict[str, JobRecord] = field(default_factory=dict)
    waiting: dict[tuple[str, str, str], Waiter] = field(default_factory=dict)

    def get(self, job_id: str) -> JobRecord | None:
        return self.records.get(job_id)

    def add(self, record: JobRecord) -> bool:
        if record.job_id in self.records:
            return False
        self.records[record.job_id] = replace(record, version=1)
        return True

    def save(self, record: JobRecord) -> bool:
        if self.records[record.job_id].version != record.version:
            return False
        self.records[record.job_id] = replace(record, version=record.version + 1)
        return True

    def put_waiter(self, waiter: Waiter) -> None:
        self.waiting[waiter.job_id, waiter.production_id, waiter.step] = waiter

    def waiters(self, job_id: str) -> Sequence[Waiter]:
        return [waiter for waiter in self.waiting.values() if waiter.job_id == job_id]

    def of(self, production_id: str) -> Sequence[Waiter]:
        return [waiter for waiter in self.waiting.values() if waiter.production_id == production_id]

    def answered(self, waiter: Waiter) -> None:
        key = (waiter.job_id, waiter.production_id, waiter.step)
        if key in self.waiting and self.waiting[key].token == waiter.token:
            self.waiting[key] = replace(waiter, answered=True)

    def forget(self, job_id: str, production_id: str) -> bool:
        for key in [k for k in self.waiting if k[:2] == (job_id, production_id)]:
            del self.waiting[key]
        if self.waiters(job_id):
            return False
        self.records.pop(job_id, None)
        return True


@dataclass
class MemoryBackend:
    submitted: list[Job] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)

    def submit(self, job: Job) -> None:
        self.submitted.append(job)

    def cancel(self, record: JobRecord) -> None:
        self.cancelled.append(record.job_id)

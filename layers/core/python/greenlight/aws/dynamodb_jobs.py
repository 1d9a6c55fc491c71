"""Job records and those who wait for them, in the table."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from greenlight.aws.table import Item, Table, put_write
from greenlight.domain.jobs import JobRecord, JobState, Waiter


@dataclass(frozen=True)
class DynamoJobs:
    """A waiter is written twice, under its job and under its production, so that both can be asked consistently."""

    table: Table

    def get(self, job_id: str) -> JobRecord | None:
        item = self.table.get(f"J#{job_id}", "JOB")
        return _record(item) if item else None

    def add(self, record: JobRecord) -> bool:
        return self.table.put(_item(replace(record, version=1)), "attribute_not_exists(pk)")

    def save(self, record: JobRecord) -> bool:
        following = replace(record, version=record.version + 1)
        return self.table.put(_item(following), "version = :version", version=record.version)

    def put_waiter(self, waiter: Waiter) -> None:
        self.table.transact([put_write(item) for item in _waiter_items(waiter)])

    def waiters(self, job_id: str) -> Sequence[Waiter]:
        return [_waiter(item) for item in self.table.query(f"J#{job_id}", "WAITER#")]

    def of(self, production_id: str) -> Sequence[Waiter]:
        named = [_waiter(item) for item in self.table.query(f"P#{production_id}", "JOB#")]
        items = [self.table.get(f"J#{w.job_id}", f"WAITER#{w.production_id}#{w.step}") for w in named]
        return [_waiter(item) for item in items if item]

    def answered(self, waiter: Waiter) -> None:
        # Only this wait: the same step may wait again by now, with another token.
        self.table.update(
            f"J#{waiter.job_id}",
            f"WAITER#{waiter.production_id}#{waiter.step}",
            "SET answered = :yes",
            "wait_token = :token",
            yes=True,
            token=waiter.token,
        )

    def forget(self, job_id: str, production_id: str) -> bool:
        others = False
        for waiter in self.waiters(job_id):
            if waiter.production_id == production_id:
                self.table.delete(f"J#{job_id}", f"WAITER#{production_id}#{waiter.step}")
                self.table.delete(f"P#{production_id}", f"JOB#{job_id}#{waiter.step}")
            else:
                others = True
        if not others:
            self.table.delete(f"J#{job_id}", "JOB")
        return not others


def _item(record: JobRecord) -> Item:
    body = asdict(record)
    body |= {"sent_at": record.sent_at.isoformat(), "deadline": record.deadline.isoformat()}
    return {
        "pk": f"J#{record.job_id}",
        "sk": "JOB",
        "version": record.version,
        "state": record.state.value,
        "body": json.dumps(body),
    }


def _record(item: Item) -> JobRecord:
    body = json.loads(item["body"])
    body |= {
        "state": JobState(body["state"]),
        "sent_at": datetime.fromisoformat(body["sent_at"]),
        "deadline": datetime.fromisoformat(body["deadline"]),
    }
    return JobRecord(**body)


def _waiter_items(waiter: Waiter) -> tuple[Item, Item]:
    shared = {
        "job_id": waiter.job_id,
        "production_id": waiter.production_id,
        "step": waiter.step,
        "wait_token": waiter.token,
        "since": waiter.since.isoformat(),
        "answered": waiter.answered,
    }
    return (
        {"pk": f"J#{waiter.job_id}", "sk": f"WAITER#{waiter.production_id}#{waiter.step}", **shared},
        {"pk": f"P#{waiter.production_id}", "sk": f"JOB#{waiter.job_id}#{waiter.step}", **shared},
    )


def _waiter(item: Item) -> Waiter:
    return Waiter(
        item["job_id"],
        item["production_id"],
        item["step"],
        item["wait_token"],
        datetime.fromisoformat(item["since"]),
        bool(item["answered"]),
    )

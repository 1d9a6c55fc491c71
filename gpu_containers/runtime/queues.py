"""The three queues of a worker: jobs in, results and progress out."""

import logging
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from gpu_containers.runtime.cloud import send
from gpu_containers.runtime.settings import WorkerSettings
from greenlight.contracts import Job, JobResult, Progress

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Message:
    """A job as it lies in the queue; `receipt` is this delivery's right to delete or extend it."""

    id: str
    body: str
    receipt: str


class Queues:
    def __init__(self, sqs: Any, settings: WorkerSettings) -> None:
        self._sqs = sqs
        self._settings = settings

    def receive(self) -> Message | None:
        """Waits up to `wait_seconds` for one message.

        A queue goes on answering the last request of a worker that has ended, so that the job in that answer is with
        nobody. It is hidden for `claim_seconds` at first, and for longer only once this worker knows that it has it.
        """
        answer = self._sqs.receive_message(
            QueueUrl=self._settings.job_queue_url,
            MaxNumberOfMessages=1,
            WaitTimeSeconds=self._settings.wait_seconds,
            VisibilityTimeout=min(self._settings.claim_seconds, self._settings.visibility_seconds),
        )
        for received in answer.get("Messages", []):
            message = Message(received["MessageId"], received["Body"], received["ReceiptHandle"])
            self.extend(message)
            return message
        return None

    def extend(self, message: Message) -> None:
        self._set_visibility(message, self._settings.visibility_seconds)

    def hand_back(self, message: Message) -> None:
        self._set_visibility(message, 0)

    def delete(self, message: Message) -> None:
        self._sqs.delete_message(QueueUrl=self._settings.job_queue_url, ReceiptHandle=message.receipt)

    def send_result(self, result: JobResult) -> None:
        send(self._sqs, self._settings.result_queue_url, result)

    def send_progress(self, progress: Progress) -> None:
        send(self._sqs, self._settings.progress_queue_url, progress)

    def _set_visibility(self, message: Message, seconds: int) -> None:
        self._sqs.change_message_visibility(
            QueueUrl=self._settings.job_queue_url, ReceiptHandle=message.receipt, VisibilityTimeout=seconds
        )


def parse_job(message: Message) -> Job | None:
    """None for what is no job: it stays in the queue, whose redrive policy moves it to the dead letters."""
    try:
        return Job.model_validate_json(message.body)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, each['loc']))} {each['type']}".strip() for each in error.errors())
        log.error("a message is not a job: %s", wrong, extra={"message_id": message.id})
        return None

"""What crosses the line between the backend and its containers: Job, JobResult, Progress.

The only module of the backend that a container imports.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

S3Uri = str

# Pixels of a side of a picture that text_to_image draws. A container refuses what lies beyond, and no job is planned
# there: the largest leaves room for the pictures of a video with 1,080 lines, which are drawn larger than it is.
SMALLEST_PICTURE, LARGEST_PICTURE = 256, 2560


class Task(StrEnum):
    TEXT_TO_SPEECH = "text_to_speech"
    TALKING_HEAD = "talking_head"
    TEXT_TO_IMAGE = "text_to_image"
    IMAGE_TO_VIDEO = "image_to_video"
    MEDIA = "media"


class _Message(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)


class Job(_Message):
    """One heavy piece of work. `inputs` are S3 URIs; `output_prefix` is an S3 URI that ends in a slash.

    Outputs become a result only by `{output_prefix}result.json`; an object at `{output_prefix}cancel` asks to stop.
    """

    job_id: str
    task: Task
    engine: str
    params: dict[str, Any] = Field(default_factory=dict)
    inputs: dict[str, S3Uri] = Field(default_factory=dict)
    output_prefix: S3Uri
    cache_key: str
    attempt: int = 1
    deadline: datetime


class JobError(_Message):
    """`message` is read by the person who asked for the work: one sentence, what is wrong and what would be right."""

    code: str
    message: str
    retryable: bool = False


class JobResult(_Message):
    """How one attempt at a job ended. `sha256` has the digest of each output; `facts` are measured, not promised."""

    job_id: str
    attempt: int = 1
    outcome: Literal["succeeded", "failed"]
    outputs: dict[str, S3Uri] = Field(default_factory=dict)
    sha256: dict[str, str] = Field(default_factory=dict)
    facts: dict[str, Any] = Field(default_factory=dict)
    error: JobError | None = None


class Progress(_Message):
    """`fraction` of the job that is done, 0 to 1; sent at most once a second."""

    job_id: str
    attempt: int = 1
    fraction: float = Field(ge=0, le=1)
    message: str = ""

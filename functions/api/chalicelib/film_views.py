"""Films of scripts as their clients know them: jobs while they are made, videos once they are there."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from pydantic import Field

from chalicelib.reel_views import ErrorView
from chalicelib.script_views import FilmView
from chalicelib.views import CostView, ListQuery, Shape
from greenlight.domain.money import usd
from greenlight.domain.production import QUEUED, STARTING
from greenlight.domain.script_video import ScriptVideo
from greenlight.domain.status import Status

# Makes a link to a file that came with a film by the name of the output; None where there is no such file.
Link = Callable[[ScriptVideo, str], str | None]
JobStatus = Literal["pending", "running", "completed", "failed", "cancelled"]
JOB_WORDS: dict[Status, JobStatus] = {
    Status.QUEUED: "pending",
    Status.AWAITING_APPROVAL: "pending",
    Status.RUNNING: "running",
    Status.CANCELLING: "running",
    Status.SUCCEEDED: "completed",
    Status.FAILED: "failed",
    Status.EXPIRED: "failed",
    Status.CANCELLED: "cancelled",
}
# What is pending or failed has more than one status inside.
JOB_STATUSES = {"running": Status.RUNNING, "completed": Status.SUCCEEDED, "cancelled": Status.CANCELLED}


class JobQuery(ListQuery):
    status: JobStatus | None = Field(None, description="Only those that are so far.")


class JobView(Shape):
    job_id: str
    token: str
    status: JobStatus
    progress: int
    current_step: str
    title: str
    user_id: str
    chatID: str | None
    config: FilmView
    revision: int = Field(description="Of the script that it films.")
    duration: float
    filename: str | None = Field(description="Names the video at `/stream` and `/download`; null until it is there.")
    video_url: str | None
    captions_url: str | None
    thumbnail_url: str | None
    error: ErrorView | None
    cost: CostView
    created_at: datetime
    updated_at: datetime
    completed_at: datetime | None


class JobList(Shape):
    jobs: list[JobView]
    next_cursor: str | None = None


class ConfirmedView(Shape):
    success: bool = True
    job_id: str
    status: JobStatus
    chatID: str | None


class JobStatusView(Shape):
    success: bool = True
    job_status: JobView


class BrowserJobList(JobList):
    success: bool = True


class DeletedView(Shape):
    success: bool = True
    message: str


class VideoView(Shape):
    filename: str
    title: str
    duration: float
    size: int = Field(description="In bytes.")
    created_at: datetime
    stream_url: str
    download_url: str
    thumbnail_url: str | None


class VideoList(Shape):
    success: bool = True
    videos: list[VideoView]
    next_cursor: str | None = None


class FileView(Shape):
    success: bool = True
    filename: str
    url: str = Field(description="A link that is good for an hour and takes byte ranges.")


def job_word(video: ScriptVideo) -> JobStatus:
    """One that has its place and of which nothing is made yet is still pending to whoever confirmed it."""
    is_waiting = video.status is Status.RUNNING and video.current_step in {QUEUED, STARTING}
    return "pending" if is_waiting else JOB_WORDS[video.status]


def job_shown(video: ScriptVideo, token: str, link: Link) -> JobView:
    is_done = video.video is not None
    return JobView(
        job_id=video.production_id,
        token=token,
        status=job_word(video),
        progress=video.progress,
        current_step=video.current_step,
        title=video.title,
        user_id=video.user_id,
        chatID=video.chat_id,
        config=FilmView(
            quality=video.quality,
            aspect_ratio=video.aspect_ratio,  # type: ignore[arg-type]
            voice=video.voice,
            captions=video.cut.captions,
            music=video.cut.music,
            style=video.style,
        ),
        revision=video.revision,
        duration=video.seconds,
        filename=video.filename if is_done else None,
        video_url=link(video, "video"),
        captions_url=link(video, "captions_vtt"),
        thumbnail_url=link(video, "thumbnail"),
        error=ErrorView(**vars(video.error)) if video.error else None,
        cost=CostView(estimated=usd(video.expected), actual=usd(video.paid) if video.paid else None),
        created_at=video.created_at,
        updated_at=video.updated_at,
        completed_at=video.completed_at,
    )


def video_shown(video: ScriptVideo, link: Link) -> VideoView:
    facts = video.video.facts if video.video else {}
    return VideoView(
        filename=video.filename,
        title=video.title,
        duration=float(facts.get("duration", video.seconds)),
        size=int(facts.get("bytes", 0)),
        created_at=video.completed_at or video.created_at,
        stream_url=f"/stream/{video.filename}",
        download_url=f"/download/{video.filename}",
        thumbnail_url=link(video, "thumbnail"),
    )

"""What anybody may know of a storyboard: facts and figures, and nothing that was written, drawn or said."""

from datetime import datetime
from typing import Any

from chalicelib.storyboard_views import GenerationStatus, StoryboardStatus, cost_of, generation_status, word
from chalicelib.views import CostView, Shape
from greenlight.domain.storyboard import Storyboard


class SceneFacts(Shape):
    scene_number: int
    duration: float
    generation_status: GenerationStatus


class ScenesFacts(Shape):
    total: int
    completed: int
    failed: int
    details: list[SceneFacts]


class MetricsView(Shape):
    refinement_count: int
    download_count: int


class VideoFacts(Shape):
    available: bool
    url: str | None
    parameters: dict[str, Any]


class ErrorFacts(Shape):
    code: str
    stage: str
    retryable: bool


class MetadataView(Shape):
    job_id: int
    status: StoryboardStatus
    created_at: datetime
    updated_at: datetime
    approved: bool
    approved_at: datetime | None
    scenes: ScenesFacts
    costs: CostView
    metrics: MetricsView
    video: VideoFacts
    error: ErrorFacts | None


def facts_of(storyboard: Storyboard, downloads: int) -> MetadataView:
    details = [
        SceneFacts(scene_number=number, duration=scene.seconds, generation_status=generation_status(storyboard, scene))
        for number, scene in enumerate(storyboard.scenes, start=1)
    ]
    statuses = [scene.generation_status for scene in details]
    error = storyboard.error
    return MetadataView(
        job_id=int(storyboard.production_id),
        status=word(storyboard),
        created_at=storyboard.created_at,
        updated_at=storyboard.updated_at,
        approved=storyboard.approval is not None,
        approved_at=storyboard.approval.at if storyboard.approval else None,
        scenes=ScenesFacts(
            total=len(details),
            completed=statuses.count("completed"),
            failed=statuses.count("failed"),
            details=details,
        ),
        costs=cost_of(storyboard),
        metrics=MetricsView(refinement_count=storyboard.refinements_made, download_count=downloads),
        video=_video(storyboard),
        # The sentence that goes with it may quote what was written.
        error=ErrorFacts(code=error.code, stage=error.stage, retryable=error.retryable) if error else None,
    )


def _video(storyboard: Storyboard) -> VideoFacts:
    width, height = storyboard.size
    asked = {"duration": storyboard.seconds, "aspect_ratio": storyboard.aspect_ratio, "width": width, "height": height}
    if storyboard.video is None:
        return VideoFacts(available=False, url=None, parameters=asked)
    # The route asks for a key; a link that works without one would be as good as the video.
    url = f"/api/v2/jobs/{storyboard.production_id}/video"
    return VideoFacts(available=True, url=url, parameters=asked | storyboard.video.facts)

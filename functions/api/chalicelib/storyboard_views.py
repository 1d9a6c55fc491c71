"""Storyboards as their clients know them: the fields they send, the words and links they get."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field, StringConstraints

from chalicelib.reel_views import ErrorView, Language, Name
from chalicelib.views import CostView, Count, EstimateView, ForUser, ListQuery, Shape, Whole
from greenlight.domain.errors import Invalid
from greenlight.domain.money import usd
from greenlight.domain.scenes import Scene
from greenlight.domain.status import Status
from greenlight.domain.storyboard import Storyboard
from greenlight.ports import Media

StoryboardStatus = Literal[
    "pending",
    "generating_storyboard",
    "storyboard_ready",
    "rendering",
    "completed",
    "failed",
    "cancelled",
    "expired",
]
WORDS: dict[Status, StoryboardStatus] = {
    Status.AWAITING_APPROVAL: "storyboard_ready",
    Status.SUCCEEDED: "completed",
    Status.FAILED: "failed",
    Status.CANCELLED: "cancelled",
    Status.EXPIRED: "expired",
}
# What is queued or running is told apart by whether it is being drawn or rendered, which no status alone says.
STATUSES: dict[StoryboardStatus, Status] = {word: status for status, word in WORDS.items()}
GenerationStatus = Literal["pending", "generating", "completed", "failed"]
PLAIN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
Text = StringConstraints(strip_whitespace=True, min_length=1, pattern=PLAIN)
ImagePrompt = Annotated[str, Text, StringConstraints(max_length=2_000)]
Description = Annotated[str, Text, StringConstraints(max_length=500)]


class GenerateStoryboard(ForUser):
    prompt: Annotated[str, Text, StringConstraints(max_length=5_000)] = Field(description="What the video is about.")
    duration: float = Field(30, ge=5, le=120, allow_inf_nan=False, description="Seconds of the whole video.")
    style: Annotated[str, Text, StringConstraints(max_length=100)] = "cinematic"
    aspect_ratio: Literal["16:9", "9:16", "1:1", "4:5"] = "16:9"
    voice: Name = None
    language: Language = "en-US"
    transition: Literal["crossfade", "slide", "cut"] = "crossfade"
    captions: Literal["none", "burned", "sidecar"] = "sidecar"
    music: Literal["none", "calm", "uplifting", "dramatic", "playful", "corporate"] = "calm"
    music_asset_id: Name = Field(None, description="An uploaded piece of music, played instead of a composed one.")
    title_card: bool = Field(False, description="Three seconds with the title before the first scene.")
    end_card: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100, pattern=PLAIN)] = Field(
        "", description="What three seconds after the last scene say; empty for none."
    )
    approval_days: float | None = Field(None, gt=0, le=365, allow_inf_nan=False)


class RefineScene(Shape):
    """The same fields in the query and in the body; the body counts where both name one."""

    scene_number: Count | None = Field(None, description="Which scene, from 1.")
    new_image_prompt: ImagePrompt | None = Field(None, description="Draws the scene anew from this.")
    new_description: Description | None = None


class ReorderScenes(Shape):
    repeated: ClassVar[frozenset[str]] = frozenset({"scene_order"})

    scene_order: Annotated[list[Whole], Field(max_length=100)] | None = Field(
        None, description="All scene numbers in their new order: `scene_order=2&scene_order=1&scene_order=3`."
    )


class ApproveStoryboard(Shape):
    revision: Count | None = Field(None, description="The revision that the person saw.")
    max_amount: float | None = Field(None, ge=0, le=1e9, allow_inf_nan=False, description="In USD.")


class ExportQuery(Shape):
    format: Literal["mp4", "webm", "mov"] = "mp4"
    quality: Literal["low", "medium", "high"] = Field("medium", description="480, 720 or 1080 on the short side.")


class StoryboardQuery(ListQuery):
    status: StoryboardStatus | None = Field(None, description="Only those that are so far.")


class SceneView(Shape):
    scene_number: int
    description: str
    duration: float
    image_prompt: str
    narration: str


class StoryboardItem(Shape):
    scene: SceneView
    image_url: str | None
    generation_status: GenerationStatus
    error: str | None


class StoryboardView(Shape):
    model_config = ConfigDict(defer_build=True)

    job_id: int
    user_id: str
    status: StoryboardStatus
    message: str | None = None
    prompt: str
    title: str
    duration: float
    style: str
    aspect_ratio: str
    storyboard: list[StoryboardItem]
    approved: bool
    approved_at: datetime | None
    approve_by: datetime | None
    revision: int
    estimate: EstimateView
    estimated_cost: float = Field(description="In USD, for all that was and will be made.")
    cost: CostView
    refinement_count: int
    progress: int
    current_step: str
    video_url: str | None
    captions_url: str | None
    thumbnail_url: str | None
    contact_sheet_url: str | None
    error: ErrorView | None
    created_at: datetime
    updated_at: datetime
    completed_at: datetime | None


class StoryboardList(Shape):
    jobs: list[StoryboardView]
    next_cursor: str | None = None


class DownloadView(Shape):
    job_id: int
    url: str | None = Field(description="A link that is good for an hour; null while the file is being made.")
    status_url: str | None = Field(None, description="Where to ask again.")
    message: str


def word(storyboard: Storyboard) -> StoryboardStatus:
    if storyboard.status in WORDS:
        return WORDS[storyboard.status]
    if storyboard.stage == "render":
        return "rendering"
    return "pending" if storyboard.status is Status.QUEUED else "generating_storyboard"


def refuse_unless_rendered(storyboard: Storyboard) -> None:
    if storyboard.video is None:
        raise Invalid(f"Video not ready for export. Current status: {word(storyboard)}", code="not_ready")


def generation_status(storyboard: Storyboard, scene: Scene) -> GenerationStatus:
    if any(asked.key == scene.key for asked in storyboard.refinements):
        return "generating"
    if scene.draw in storyboard.results:
        return "completed"
    if scene.error or storyboard.status.is_final:
        return "failed"
    return "generating"


def cost_of(storyboard: Storyboard) -> CostView:
    return CostView(estimated=usd(storyboard.expected), actual=usd(storyboard.paid) if storyboard.paid else None)


def shown(storyboard: Storyboard, media: Media, message: str | None = None) -> StoryboardView:
    outputs = storyboard.video.outputs if storyboard.video else {}

    def link(name: str) -> str | None:
        uri = outputs.get(name)
        ending = uri.rsplit(".", 1)[-1] if uri else ""
        return media.link(uri, f"storyboard-{storyboard.production_id}.{ending}") if uri else None

    return StoryboardView(
        job_id=int(storyboard.production_id),
        user_id=storyboard.user_id,
        status=word(storyboard),
        message=message,
        prompt=storyboard.prompt,
        title=storyboard.title,
        duration=storyboard.seconds,
        style=storyboard.style,
        aspect_ratio=storyboard.aspect_ratio,
        storyboard=[_item(storyboard, scene, number, media) for number, scene in enumerate(storyboard.scenes, start=1)],
        approved=storyboard.approval is not None,
        approved_at=storyboard.approval.at if storyboard.approval else None,
        approve_by=storyboard.approve_by if storyboard.status is Status.AWAITING_APPROVAL else None,
        revision=storyboard.revision,
        estimate=EstimateView.of(storyboard.estimate()),
        estimated_cost=usd(storyboard.expected),
        cost=cost_of(storyboard),
        refinement_count=storyboard.refinements_made,
        progress=storyboard.progress,
        current_step=storyboard.current_step,
        video_url=link("video"),
        captions_url=link("captions_vtt"),
        thumbnail_url=link("thumbnail"),
        contact_sheet_url=link("contact_sheet"),
        error=ErrorView(**vars(storyboard.error)) if storyboard.error else None,
        created_at=storyboard.created_at,
        updated_at=storyboard.updated_at,
        completed_at=storyboard.completed_at,
    )


def _item(storyboard: Storyboard, scene: Scene, number: int, media: Media) -> StoryboardItem:
    drawn = storyboard.results.get(scene.draw)
    return StoryboardItem(
        scene=SceneView(
            scene_number=number,
            description=scene.description,
            duration=scene.seconds,
            image_prompt=scene.image_prompt,
            narration=scene.narration,
        ),
        image_url=media.link(drawn.outputs["picture"]) if drawn else None,
        generation_status=generation_status(storyboard, scene),
        error=scene.error,
    )

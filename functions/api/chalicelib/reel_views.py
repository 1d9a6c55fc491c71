"""Reels as their clients know them: the fields they send, the words and links they get."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints

from chalicelib.views import CostView, Count, EstimateView, ForUser, ListQuery, Shape
from greenlight.domain.money import usd
from greenlight.domain.reel import MAX_SCRIPT, Reel
from greenlight.domain.status import Status
from greenlight.ports import Media

ReelStatus = Literal[
    "pending",
    "script_pending_approval",
    "script_approved",
    "processing",
    "done",
    "error",
    "cancelled",
    "expired",
]
WORDS: dict[Status, ReelStatus] = {
    Status.AWAITING_APPROVAL: "script_pending_approval",
    Status.QUEUED: "script_approved",
    Status.RUNNING: "processing",
    Status.CANCELLING: "processing",
    Status.SUCCEEDED: "done",
    Status.FAILED: "error",
    Status.CANCELLED: "cancelled",
    Status.EXPIRED: "expired",
}
# No reel is pending when somebody sees it: each waits for its approval as soon as it is made.
STATUSES: dict[ReelStatus, str] = {
    "pending": "pending",
    **{word: status.value for status, word in reversed(WORDS.items())},
}


def within_one_to_three(ratio: str) -> str:
    width, height = (int(side) for side in ratio.split(":"))
    if not 1 / 3 <= width / height <= 3:
        raise ValueError("must lie between 1:3 and 3:1, such as 9:16")
    return ratio


# Control characters but tab and line ends: no voice says them, and no log or caption should hold them.
Script = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_SCRIPT, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"),
    BeforeValidator(lambda text: text.strip() if isinstance(text, str) else text),
]
Tone = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Seconds = Annotated[float, Field(ge=5, le=120, allow_inf_nan=False)]
AspectRatio = Annotated[
    str, StringConstraints(pattern=r"^[1-9][0-9]?:[1-9][0-9]?$"), AfterValidator(within_one_to_three)
]
Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]


def _nothing(value: Any) -> Any:
    """An empty form field means that the field was left out."""
    return None if value == "" else value


# The limit is on the text within: it never sees the null that an empty field becomes.
Name = Annotated[Annotated[str, StringConstraints(max_length=64)] | None, BeforeValidator(_nothing)]


class CreateReel(ForUser):
    script: Script = Field(description="What the person says, 1 to 5,000 characters.")
    tone: Annotated[Tone | None, BeforeValidator(_nothing)] = None
    use_rewrite: bool = False
    max_seconds: Seconds = 30
    voice: Name = None
    voice_profile_id: Name = None
    language: Language = "en-US"
    captions: Literal["none", "burned", "sidecar"] = "sidecar"
    aspect_ratio: Annotated[AspectRatio | None, BeforeValidator(_nothing)] = None
    approval_days: float | None = Field(None, gt=0, le=365, allow_inf_nan=False)
    image_asset_id: Name = Field(None, description="An uploaded picture, instead of the multipart file `image`.")


class RewriteScript(Shape):
    tone: Tone | None = None
    max_seconds: Seconds | None = None
    instructions: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1_000)] | None = None


class RegenerateScript(RewriteScript):
    restore_version: Count | None = Field(None, description="Brings an earlier version back instead.")


class EditReel(Shape):
    final_script: Script


class ApproveScript(Shape):
    model_config = ConfigDict(populate_by_name=True)

    in_background: bool = Field(True, alias="async", description="Accepted; generation is always in the background.")
    revision: Count | None = Field(None, description="The revision that the person saw.")
    max_amount: float | None = Field(None, ge=0, le=1e9, allow_inf_nan=False, description="In USD.")


class VersionView(Shape):
    version: int
    text: str
    origin: str
    tone: str | None
    created_at: datetime


class ErrorView(Shape):
    code: str
    message: str
    stage: str
    retryable: bool


class ReelView(Shape):
    id: str
    user_id: str
    status: ReelStatus
    message: str | None = None
    original_script: str
    final_script: str
    script_approved: bool
    script_versions: list[VersionView]
    tone: str | None
    use_rewrite: bool
    max_seconds: float
    voice: str
    language: str
    captions: str
    aspect_ratio: str | None
    image_url: str | None
    audio_url: str | None
    video_url: str | None
    captions_url: str | None
    captions_srt_url: str | None
    thumbnail_url: str | None
    contact_sheet_url: str | None
    duration: float | None
    facts: dict[str, Any] | None
    progress: int
    current_step: str
    error_message: str | None
    error: ErrorView | None
    revision: int
    estimate: EstimateView
    cost: CostView
    approve_by: datetime | None
    created_at: datetime
    updated_at: datetime
    completed_at: datetime | None


class ReelQuery(ListQuery):
    status: ReelStatus | None = Field(None, description="Only those that are so far.")


class ReelList(Shape):
    items: list[ReelView]
    next_cursor: str | None = None


def shown(reel: Reel, media: Media, message: str | None = None) -> ReelView:
    finished = reel.results.get("finish_video")
    estimate = EstimateView.of(reel.estimate())

    def link(name: str) -> str | None:
        uri = reel.output(name)
        return media.link(uri, f"reel-{reel.production_id[:8]}.{uri.rsplit('.', 1)[-1]}") if uri else None

    return ReelView(
        id=reel.production_id,
        user_id=reel.user_id,
        status=WORDS[reel.status],
        message=message,
        original_script=reel.original_script,
        final_script=reel.final_script,
        script_approved=reel.approval is not None,
        script_versions=[
            VersionView(version=v.number, text=v.text, origin=v.origin, tone=v.tone, created_at=v.created_at)
            for v in reel.versions
        ],
        tone=reel.tone,
        use_rewrite=reel.use_rewrite,
        max_seconds=reel.max_seconds,
        voice=reel.voice,
        language=reel.language,
        captions=reel.captions,
        aspect_ratio=reel.aspect_ratio,
        image_url=media.link(reel.portrait.uri),
        audio_url=link("speech"),
        video_url=link("video"),
        captions_url=link("captions_vtt"),
        captions_srt_url=link("captions_srt"),
        thumbnail_url=link("thumbnail"),
        contact_sheet_url=link("contact_sheet"),
        duration=reel.duration,
        facts=finished.facts if finished else None,
        progress=reel.progress,
        current_step=reel.current_step,
        error_message=reel.error.message if reel.error else None,
        error=ErrorView(**vars(reel.error)) if reel.error else None,
        revision=reel.revision,
        estimate=estimate,
        cost=CostView(estimated=estimate.amount, actual=None if reel.cost is None else usd(reel.cost)),
        approve_by=reel.approve_by if reel.status is Status.AWAITING_APPROVAL else None,
        created_at=reel.created_at,
        updated_at=reel.updated_at,
        completed_at=reel.completed_at,
    )

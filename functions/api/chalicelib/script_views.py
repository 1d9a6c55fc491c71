"""Scripts as their clients know them: the fields they send, the words and links they get."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from chalicelib.reel_views import ErrorView, Language, Name
from chalicelib.storyboard_views import PLAIN, Text
from chalicelib.views import Count, EstimateView, ForUser, Shape
from greenlight.domain.films import FilmConfig
from greenlight.domain.script import NewScripts, Script
from greenlight.domain.script_faults import (
    MOST_SCENES,
    NARRATION_LIMIT,
    ON_SCREEN_LIMIT,
    TITLE_LIMIT,
    VISUAL_PROMPT_LIMIT,
    least_duration,
)
from greenlight.domain.script_writing import Angle, ScriptScene, ScriptText
from greenlight.domain.status import Status

ScriptStatus = Literal["pending", "writing", "ready", "confirmed", "failed", "expired"]
SCRIPT_WORDS: dict[Status, ScriptStatus] = {
    Status.QUEUED: "pending",
    Status.RUNNING: "writing",
    Status.CANCELLING: "writing",
    Status.AWAITING_APPROVAL: "ready",
    Status.SUCCEEDED: "confirmed",
    Status.FAILED: "failed",
    Status.CANCELLED: "failed",
    Status.EXPIRED: "expired",
}
ClientId = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[^\x00-\x1f\x7f]{1,128}$")]
Topic = Annotated[str, Text, StringConstraints(max_length=5_000)]
Quality = Literal["low", "medium", "high"]
QUALITY = "Pixels of the short side: low 480, medium 720 (960 of 1:1, 864 of 4:5), high 1080."
AspectRatio = Literal["16:9", "9:16", "1:1", "4:5"]
CaptionsKind = Literal["none", "burned", "sidecar"]
MusicKind = Literal["none", "calm", "uplifting", "dramatic", "playful", "corporate"]
# Some clients say yes or no where others name a kind.
Captions = Annotated[
    CaptionsKind, BeforeValidator(lambda value: _kind(value, "burned"), json_schema_input_type=CaptionsKind | bool)
]
Music = Annotated[
    MusicKind, BeforeValidator(lambda value: _kind(value, "calm"), json_schema_input_type=MusicKind | bool)
]
CAPTIONS_BY_YES_OR_NO = "true stands for `burned`, false for `none`."
MUSIC_BY_YES_OR_NO = "true stands for `calm`, false for `none`."
Style = Annotated[str, Text, StringConstraints(max_length=100)]


def _kind(value: Any, usual: str) -> Any:
    return {True: usual, False: "none"}[value] if isinstance(value, bool) else value


class FilmWish(Shape):
    """How a script is to be filmed; what is left away is as it was asked for with the scripts."""

    quality: Quality | None = Field(None, description=QUALITY)
    aspect_ratio: AspectRatio | None = None
    voice: Name = None
    captions: Captions | None = Field(None, description=CAPTIONS_BY_YES_OR_NO)
    music: Music | None = Field(None, description=MUSIC_BY_YES_OR_NO)
    style: Style | None = None


# Some clients send null where they wish for nothing.
Config = Annotated[
    FilmWish, BeforeValidator(lambda value: {} if value is None else value, json_schema_input_type=FilmWish | None)
]


class FilmView(Shape):
    quality: Quality
    aspect_ratio: AspectRatio
    voice: str
    captions: str
    music: str
    style: str


class AskForScripts(ForUser):
    duration: float = Field(30, ge=10, le=180, allow_inf_nan=False, description="Seconds of each video, about.")
    language: Language = "en-US"
    quality: Quality = "medium"
    aspect_ratio: AspectRatio = "16:9"
    voice: Name = None
    captions: Captions = Field("sidecar", description=CAPTIONS_BY_YES_OR_NO)
    music: Music = Field("calm", description=MUSIC_BY_YES_OR_NO)
    style: Style = "cinematic"
    approval_days: float | None = Field(None, gt=0, le=365, allow_inf_nan=False)


class GenerateScripts(AskForScripts):
    topic: Topic = Field(description="What the videos are about.")
    chatID: ClientId | None = Field(None, description="Your conversation, whose events tell what happens.")


class Submit(AskForScripts):
    text: Topic = Field(description="What the videos are about.")
    uid: ClientId | None = Field(None, description="Your user.")
    chatID: ClientId = Field(description="Your conversation, whose events tell what happens.")


class SceneEdit(Shape):
    narration: Annotated[str, StringConstraints(strip_whitespace=True, max_length=NARRATION_LIMIT, pattern=PLAIN)] = ""
    visual_prompt: Annotated[str, Text, StringConstraints(max_length=VISUAL_PROMPT_LIMIT)]
    on_screen_text: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=ON_SCREEN_LIMIT, pattern=PLAIN)
    ] = ""
    duration: float | None = Field(
        None, gt=0, le=600, allow_inf_nan=False, description="Seconds; as long as the narration takes where left away."
    )


class ScriptEdit(Shape):
    """A whole script; its scenes are numbered in the order in which they come."""

    title: Annotated[str, Text, StringConstraints(max_length=TITLE_LIMIT)]
    scenes: Annotated[list[SceneEdit], Field(min_length=1, max_length=MOST_SCENES)]


class UpdateScript(Shape):
    script: ScriptEdit
    chatID: ClientId | None = None


class GenerateVideo(Shape):
    config: Config = Field(default_factory=lambda: FilmWish.model_validate({}))
    revision: Count | None = Field(None, description="The revision that the person saw.")
    max_amount: float | None = Field(None, ge=0, le=1e9, allow_inf_nan=False, description="In USD.")


class ConfirmScript(GenerateVideo):
    chatID: ClientId | None = None


class SceneView(Shape):
    scene_number: int
    narration: str
    visual_prompt: str
    on_screen_text: str
    duration: float


class ScriptView(Shape):
    token: str
    status: ScriptStatus
    angle: Angle
    title: str
    language: str
    scenes: list[SceneView]
    total_duration: float
    topic: str
    user_id: str
    chatID: str | None
    config: FilmView
    revision: int
    estimate: EstimateView
    approve_by: datetime | None
    error: ErrorView | None
    created_at: datetime
    updated_at: datetime


class TokensView(Shape):
    tokens: list[str]


class SubmitView(Shape):
    success: bool = True
    message: str
    scripts: list[ScriptView]
    tokens: list[str]
    chatID: str


class UpdatedView(Shape):
    success: bool = True
    script: ScriptView
    token: str
    chatID: str | None


def asked_for(body: AskForScripts, topic: str, chat_id: str | None, voice: str) -> NewScripts:
    names = ("quality", "aspect_ratio", "captions", "music", "style")
    config = FilmConfig(voice=body.voice or voice, **{name: getattr(body, name) for name in names})
    return NewScripts(topic, body.duration, body.language, config, chat_id, body.approval_days)


def wished(wish: FilmWish, config: FilmConfig) -> FilmConfig:
    """The script's own configuration with what is wished otherwise."""
    return FilmConfig(**{**vars(config), **wish.model_dump(exclude_none=True)})


def edited(edit: ScriptEdit, voice: str) -> ScriptText:
    scenes = tuple(
        ScriptScene(
            narration=scene.narration,
            visual_prompt=scene.visual_prompt,
            on_screen_text=scene.on_screen_text,
            duration=scene.duration or least_duration(scene.narration, voice),
        )
        for scene in edit.scenes
    )
    return ScriptText(edit.title, scenes)


def script_shown(script: Script, token: str) -> ScriptView:
    scenes = [SceneView(scene_number=number, **vars(scene)) for number, scene in enumerate(script.scenes, start=1)]
    return ScriptView(
        token=token,
        status=SCRIPT_WORDS[script.status],
        angle=script.angle,
        title=script.title,
        language=script.language,
        scenes=scenes,
        total_duration=round(sum(scene.duration for scene in scenes), 3),
        topic=script.topic,
        user_id=script.user_id,
        chatID=script.chat_id,
        config=FilmView(**vars(script.config)),
        revision=script.revision,
        estimate=EstimateView.of(script.estimate()),
        approve_by=script.approve_by if script.status is Status.AWAITING_APPROVAL else None,
        error=ErrorView(**vars(script.error)) if script.error else None,
        created_at=script.created_at,
        updated_at=script.updated_at,
    )

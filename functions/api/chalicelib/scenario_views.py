"""Scenarios, their tasks and shorts as their clients know them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

from chalicelib.product_views import ProductId
from chalicelib.reel_views import ErrorView, Language, Name
from chalicelib.views import CostView, Shape, UserId, as_whole
from greenlight.domain.money import usd
from greenlight.domain.scenario import Scenario
from greenlight.domain.scenario_writing import LENGTHS, MOODS, RESOLUTIONS, SCENE_SECONDS, STYLES, ScenarioText
from greenlight.domain.shorts import Short
from greenlight.domain.status import Status
from greenlight.ports import Media

TaskStatus = Literal["pending", "running", "completed", "failed", "cancelled"]
WORDS: dict[Status, TaskStatus] = {
    Status.QUEUED: "pending",
    Status.AWAITING_APPROVAL: "pending",
    Status.RUNNING: "running",
    Status.CANCELLING: "running",
    Status.SUCCEEDED: "completed",
    Status.FAILED: "failed",
    Status.EXPIRED: "failed",
    Status.CANCELLED: "cancelled",
}
BEGUN = "Starting scenario generation"
MESSAGES: dict[TaskStatus, str] = {
    "pending": "Scenario generation task started",
    "running": "Scenario generation in progress",
    "completed": "Scenario generation completed",
    "failed": "Scenario generation failed",
    "cancelled": "Scenario generation cancelled",
}
# What a workflow calls its beginning, and what its clients do.
STEPS = {"Queued": BEGUN, "Starting": BEGUN, "Done": "Scenario generation completed", "Cancelling": "Cancelling"}


class OneOf:
    """A word of a list that the domain keeps: said so in the document, and where another word is sent."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self._words = words

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> Any:
        return core_schema.no_info_after_validator_function(self._checked, handler(source))

    def __get_pydantic_json_schema__(self, schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), "enum": list(self._words)}

    def _checked(self, word: str) -> str:
        if word not in self._words:
            raise ValueError(f"should be one of {', '.join(self._words)}")
        return word


Style = Annotated[str, OneOf(STYLES)]
Mood = Annotated[str, OneOf(MOODS)]
Resolution = Annotated[str, OneOf(RESOLUTIONS)]


class GenerateScenario(Shape):
    short_id: Name = Field(None, description="A short whose latest scenario this is to be; a new one where left away.")
    product_id: ProductId
    user_id: UserId
    style: Style
    mood: Mood
    video_length: Annotated[Literal[15, 20, 30, 45, 60], BeforeValidator(as_whole)] = Field(description="In seconds.")
    resolution: Resolution
    target_language: Language


class DemographicsView(Shape):
    target_gender: str
    age_group: str
    product_type: str
    demographic_context: str


class ScenarioSceneView(Shape):
    scene_id: str
    description: str
    duration: int = SCENE_SECONDS
    image_prompt: str
    visual_prompt: str
    image_url: str | None = Field(description="The product's own picture that the scene refers to.")
    image_reasoning: str
    generated_image_url: str | None = Field(description="The preview; of the first scene alone.")


class AudioScriptView(Shape):
    hook: str
    main: str
    cta: str
    hashtags: list[str]


class ScenarioView(Shape):
    scenario_id: str
    title: str
    description: str
    narrative_style: str
    target_audience: str
    detected_demographics: DemographicsView
    scenes: list[ScenarioSceneView]
    audio_script: AudioScriptView


class TaskView(Shape):
    task_id: str
    status: TaskStatus
    short_id: str = Field(description="Empty until the scenario is there.")
    user_id: str
    message: str
    created_at: datetime
    progress: float
    current_step: str
    error_message: str | None
    error: ErrorView | None
    warning: str | None
    scenario: ScenarioView | None
    cost: CostView
    completed_at: datetime | None


class CancelledTaskView(Shape):
    message: str


class OptionsView(Shape):
    styles: list[str]
    moods: list[str]
    video_lengths: list[int]
    resolutions: list[str]
    target_languages: list[str]


class ProduceShort(Shape):
    transition: Literal["crossfade", "slide", "cut"] = "crossfade"
    captions: Literal["none", "burned", "sidecar"] = "burned"
    music: Literal["none", "calm", "uplifting", "dramatic", "playful", "corporate"] = "uplifting"
    title_card: bool = False


class ShortView(Shape):
    short_id: str
    user_id: str
    product_id: str
    title: str
    task_id: str = Field(description="Of the task that made the latest scenario.")
    scenario: ScenarioView
    style: str
    mood: str
    video_length: int
    resolution: str
    target_language: str
    created_at: datetime
    updated_at: datetime


class ShortList(Shape):
    items: list[ShortView]
    next_cursor: str | None = None


def options(languages: list[str]) -> OptionsView:
    return OptionsView(
        styles=list(STYLES),
        moods=list(MOODS),
        video_lengths=list(LENGTHS),
        resolutions=list(RESOLUTIONS),
        target_languages=languages,
    )


def task_shown(task: Scenario, media: Media) -> TaskView:
    status = WORDS[task.status]
    is_done = task.status is Status.SUCCEEDED
    return TaskView(
        task_id=task.production_id,
        status=status,
        short_id=task.short_id if is_done else "",
        user_id=task.user_id,
        message=MESSAGES[status],
        created_at=task.created_at,
        progress=float(task.progress),
        current_step=STEPS.get(task.current_step, task.current_step),
        error_message=task.error.message if task.error else None,
        error=ErrorView(**vars(task.error)) if task.error else None,
        warning=task.warning or None,
        scenario=scenario_shown(task, task.text, media) if is_done and task.text else None,
        cost=CostView(estimated=usd(task.estimate().amount), actual=None if task.cost is None else usd(task.cost)),
        completed_at=task.completed_at,
    )


def scenario_shown(task: Scenario, text: ScenarioText, media: Media) -> ScenarioView:
    image = media.link(task.image.uri, task.image.filename) if task.image else None
    preview = media.link(task.preview.outputs["picture"]) if task.preview else None
    scenes = [
        ScenarioSceneView(
            scene_id=f"scene-{number}",
            image_url=image,
            generated_image_url=preview if number == 1 else None,
            **vars(scene),
        )
        for number, scene in enumerate(text.scenes, start=1)
    ]
    audio = text.audio
    return ScenarioView(
        scenario_id=task.production_id,
        title=text.title,
        description=text.description,
        narrative_style=text.narrative_style,
        target_audience=text.target_audience,
        detected_demographics=DemographicsView(**vars(text.demographics)),
        scenes=scenes,
        audio_script=AudioScriptView(hook=audio.hook, main=audio.main, cta=audio.cta, hashtags=list(audio.hashtags)),
    )


def short_shown(short: Short, task: Scenario, text: ScenarioText, media: Media) -> ShortView:
    return ShortView(
        short_id=short.short_id,
        user_id=short.user_id,
        product_id=short.product_id,
        title=short.title,
        task_id=task.production_id,
        scenario=scenario_shown(task, text, media),
        style=task.style,
        mood=task.mood,
        video_length=task.video_length,
        resolution=task.resolution,
        target_language=task.language,
        created_at=short.created_at,
        updated_at=short.updated_at,
    )

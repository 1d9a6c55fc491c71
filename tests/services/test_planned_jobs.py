"""What is sold can be made: every job that planning yields is one that its own engine takes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import cycle, product
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from chalicelib import reel_views, script_views, storyboard_views
from gpu_containers.media import params as reel_params
from gpu_containers.media.export_video import ExportParams
from gpu_containers.media.join_params import JoinPiecesParams
from gpu_containers.media.scene_params import BodyParams, CardParams, SeamParams
from gpu_containers.runtime.engine import JobFailed
from gpu_containers.runtime.params import read_as
from gpu_containers.talking_head.landmark_warp import Params as TalkingHeadParams
from gpu_containers.text_to_image import params as picture_params
from gpu_containers.text_to_speech import params as speech_params
from greenlight.contracts import LARGEST_PICTURE, Job
from greenlight.domain.films import FilmConfig, size_of
from greenlight.domain.reel import MAX_SCRIPT
from greenlight.domain.scenario_writing import LENGTHS, MOODS, RESOLUTIONS, STYLES
from greenlight.domain.script_faults import (
    LONGEST_SCENE,
    LONGEST_SCRIPT,
    MOST_SCENES,
    ON_SCREEN_LIMIT,
    SHORTEST_SCENE,
    TITLE_LIMIT,
    VISUAL_PROMPT_LIMIT,
)
from greenlight.domain.script_writing import ScriptScene, ScriptText
from greenlight.domain.speech_rate import cautious_seconds
from greenlight.domain.storyboard import Cut, Storyboard
from greenlight.domain.storyboard_faults import DESCRIPTION_LIMIT, IMAGE_PROMPT_LIMIT
from greenlight.domain.storyboard_writing import SceneText, StoryboardRequest, StoryboardText, narration_seconds
from greenlight.memory import MemoryStoryboardWriter
from greenlight.services import make_storyboard
from tests.support.backend import ALICE, Backend
from tests.support.scenarios import Agency
from tests.support.scripts import CONFIG, Desk
from tests.support.storyboards import Studio

OPERATIONS: dict[str, type[BaseModel]] = {
    "card": CardParams,
    "scene_body": BodyParams,
    "scene_seam": SeamParams,
    "join_pieces": JoinPiecesParams,
    "finish_reel": reel_params.FinishReelParams,
    "export_video": ExportParams,
}
READERS: dict[str, Callable[[dict[str, Any]], object]] = {
    "text_to_speech": speech_params.read_params,
    "text_to_image": picture_params.read_params,
    "talking_head": TalkingHeadParams.read,
    "media": lambda params: read_as(OPERATIONS[params["operation"]], params),
}


def words(model: Any, field: str) -> list[str]:
    """The values that a field of a request names."""
    return [str(word) for word in get_args(model.model_fields[field].annotation)]


RATIOS = words(storyboard_views.GenerateStoryboard, "aspect_ratio")
QUALITIES = get_args(script_views.Quality)
TRANSITIONS = words(storyboard_views.GenerateStoryboard, "transition")
CAPTIONS = words(storyboard_views.GenerateStoryboard, "captions")
MOODS_OF_MUSIC = words(storyboard_views.GenerateStoryboard, "music")
EXPORTS = [
    f"export/{form}-{quality}"
    for form, quality in product(
        words(storyboard_views.ExportQuery, "format"), words(storyboard_views.ExportQuery, "quality")
    )
]


def kind_of(job: Job) -> str:
    return str(job.params.get("operation", job.task.value))


def assert_taken(jobs: Iterable[Job], *kinds: str) -> None:
    """Each job by the reader of its engine; and there are jobs of all these kinds."""
    refused, seen = [], set()
    for job in jobs:
        seen.add(kind_of(job))
        try:
            READERS[job.task.value](job.params)
        except JobFailed as failed:
            refused.append(failed.message)
    assert refused == []
    assert seen == set(kinds)


def narration(seconds: float) -> str:
    """As many words as fit into a scene, and no more than a scene may have."""
    said = "The"
    while cautious_seconds(f"{said} sea") < narration_seconds(seconds) and len(said) < 590:
        said += " sea"
    return f"{said}."


def text(length: int) -> str:
    return ("A boat on the sea. " * length)[: length - 1] + "s"


@dataclass
class LongestStoryboardWriter(MemoryStoryboardWriter):
    """Fills every field of a storyboard to its limit."""

    def write(self, request: StoryboardRequest) -> StoryboardText:
        scenes = [
            SceneText(text(DESCRIPTION_LIMIT), text(IMAGE_PROMPT_LIMIT), narration(seconds))
            for seconds in request.durations
        ]
        return StoryboardText(text(100), text(100), tuple(scenes))


def everything_of(studio: Studio, board: Storyboard) -> list[Job]:
    """All jobs from the first picture to every export."""
    for step in studio.steps.write(board.production_id):
        studio.submit(board, step)
        studio.succeed()
    studio.wait_for_approval(board)
    if studio.stored(board).approval is None:
        studio.rendering(board)
    studio.run(board)
    for step in EXPORTS:
        studio.backend.plane.request(studio.stored(board), step)
    return studio.backend.queue.submitted


PIECES = ("text_to_image", "text_to_speech", "scene_body", "join_pieces", "export_video")


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("seconds", [5, 120])
@pytest.mark.parametrize("transition", TRANSITIONS)
def test_every_job_of_a_storyboard_is_taken(ratio: str, seconds: float, transition: str) -> None:
    # Every mood of music, and captions in turn, where a storyboard is short enough to plan many.
    for music, captions in zip(MOODS_OF_MUSIC if seconds < 10 else ["calm"], cycle(CAPTIONS), strict=False):
        studio = Studio(writer=LongestStoryboardWriter())
        cut = Cut(transition=transition, captions=captions, music=music, title_card=True, end_card="x" * 100)
        wishes: dict[str, Any] = {"style": "s" * 100, "aspect_ratio": ratio, "duration": seconds}
        board = studio.storyboards.create(ALICE, "alice", studio.wish(cut=cut, **wishes))
        seams = ("scene_seam",) if transition != "cut" else ()
        assert_taken(everything_of(studio, board), *PIECES, *seams, "card")


@pytest.mark.parametrize("ratio", RATIOS)
def test_the_picture_of_a_refinement_is_taken(ratio: str) -> None:
    studio = Studio()
    board = studio.storyboards.create(ALICE, "alice", studio.wish(aspect_ratio=ratio))
    for step in studio.steps.write(board.production_id):
        studio.submit(board, step)
        studio.succeed()
    studio.wait_for_approval(board)
    studio.meanwhile.append(studio.succeed)
    studio.storyboards.refine(ALICE, board.production_id, 1, "x" * 2_000, None)
    assert_taken(studio.backend.queue.submitted, "text_to_image")


def scene(seconds: float) -> ScriptScene:
    return ScriptScene(narration(seconds), text(VISUAL_PROMPT_LIMIT), text(ON_SCREEN_LIMIT), seconds)


SCRIPTS = {
    "shortest": (scene(SHORTEST_SCENE),),
    "longest scene": (scene(LONGEST_SCENE), scene(SHORTEST_SCENE)),
    "most scenes": tuple(scene(LONGEST_SCRIPT / MOST_SCENES) for _ in range(MOST_SCENES)),
}


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("quality", QUALITIES)
@pytest.mark.parametrize("scenes", SCRIPTS)
def test_every_job_of_a_film_of_a_script_is_taken(ratio: str, quality: Any, scenes: str) -> None:
    for captions in CAPTIONS if scenes == "shortest" else ["burned"]:
        desk = Desk()
        script = desk.written()[0]
        desk.scripts.edit(ALICE, desk.token(script), ScriptText(text(TITLE_LIMIT), SCRIPTS[scenes]))
        config = FilmConfig("heart", quality, ratio, captions, "calm", "s" * 100)
        assert_taken(everything_of(desk, desk.confirm(script, config)), *PIECES, "scene_seam")


@pytest.mark.parametrize("nothing", ["", "…", "!!!", "\N{PARTY POPPER}", "—"])
def test_a_scene_whose_narration_has_no_words_is_filmed_in_silence_and_costs_no_speech(nothing: str) -> None:
    desk = Desk()
    script = desk.written()[0]
    own = ScriptText("Quiet", (ScriptScene(nothing, "A calm sea", "", 4.0),))
    edited = desk.scripts.edit(ALICE, desk.token(script), own)
    assert {line.what for line in edited.estimate().lines} == {"text_to_image", "media"}
    film = desk.confirm(script, CONFIG)
    assert film.approval is not None
    assert film.approval.price == edited.estimate().amount
    silent = [kind for kind in PIECES if kind != "text_to_speech"]
    assert_taken(everything_of(desk, film), *silent, "scene_seam")


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("quality", QUALITIES)
def test_a_picture_is_larger_than_its_film_so_that_a_move_into_it_stays_sharp(ratio: str, quality: Any) -> None:
    desk = Desk()
    film = desk.confirm(desk.written()[0], FilmConfig("heart", quality, ratio))
    width, height = size_of(ratio, quality)
    params = make_storyboard.plan(film.scenes[0].draw, film).params
    assert (params["width"], params["height"]) == (round(1.25 * width), round(1.25 * height))
    assert max(params["width"], params["height"]) <= LARGEST_PICTURE


@pytest.mark.parametrize(("resolution", "length"), list(zip(RESOLUTIONS, cycle(LENGTHS), strict=False)))
def test_every_job_of_a_scenario_and_of_its_storyboard_is_taken(resolution: str, length: int) -> None:
    agency = Agency()
    style, mood = STYLES[len(resolution) % len(STYLES)], MOODS[length % len(MOODS)]
    task = agency.made(video_length=length, resolution=resolution, style=style, mood=mood)
    board = agency.shorts.produce(ALICE, task.short_id, Cut(title_card=True))
    assert_taken(everything_of(agency, board), *PIECES, "scene_seam", "card")


@pytest.mark.parametrize("script", ["I", "Hello there. " * (MAX_SCRIPT // 13)])
@pytest.mark.parametrize("captions", words(reel_views.CreateReel, "captions"))
@pytest.mark.parametrize("ratio", [None, *RATIOS, "1:3", "3:1", "33:99"])
def test_every_job_of_a_reel_is_taken(script: str, captions: str, ratio: str | None) -> None:
    backend = Backend()
    reel = backend.approved_reel(script=script, captions=captions, aspect_ratio=ratio)
    backend.make(reel)
    assert_taken(backend.queue.submitted, "text_to_speech", "talking_head", "finish_reel")

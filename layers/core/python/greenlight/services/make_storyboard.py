"""The journey of a storyboard: which job each step wants, what it costs, and how far the whole is.

A step is named by its kind and what it works on: draw/3.1 (picture 1 of scene 3), speak/3, body/3.1, seam/3.1-4.2
(either side may be empty), join, export/webm-low.
"""

from dataclasses import replace
from typing import Any

from greenlight.contracts import LARGEST_PICTURE
from greenlight.domain.catalogue import engine_version
from greenlight.domain.drawing import DRAWN
from greenlight.domain.jobs import JobSpec
from greenlight.domain.production import StepResult
from greenlight.domain.scenes import Scene
from greenlight.domain.storyboard import CARD, JOIN, Storyboard
from greenlight.domain.storyboard_writing import FRAMES_PER_SECOND
from greenlight.services.seeds import seed_of

STATES = {
    "draw": "DrawScenes",
    "speak": "SpeakScenes",
    "body": "RenderPieces",
    "seam": "RenderPieces",
    "card": "RenderPieces",
    "join": "JoinPieces",
    "export": "ExportVideo",
}
# Pictures are drawn larger than the video where they can be, so that a move into them stays sharp.
OVERSIZE = 1.25


def state(step: str) -> str:
    """The state of the workflow that the step belongs to."""
    return STATES[_kind(step)]


def span(step: str, storyboard: Storyboard) -> tuple[int, int]:
    """Percent of the whole at which the step begins and ends; steps that run side by side count when they end."""
    kind = _kind(step)
    if kind == "join":
        return 90, 99
    if kind == "draw":
        drawn = sum(scene.draw in storyboard.results or scene.error is not None for scene in storyboard.scenes)
        now = 5 + (DRAWN - 6) * drawn // max(1, len(storyboard.scenes))
    else:
        work = [name for name in storyboard.work if name != JOIN]
        now = DRAWN + (90 - DRAWN) * sum(name in storyboard.results for name in work) // max(1, len(work))
    return now, now


def quantity(step: str, storyboard: Storyboard, _result: StepResult) -> float:
    """What the step's price counts: a picture, characters spoken, or seconds of video."""
    kind = _kind(step)
    if kind == "draw":
        return 1
    if kind == "speak":
        return len(storyboard.keyed(int(step.partition("/")[2])).narration)
    return storyboard.seconds_of(step)


def plan(step: str, storyboard: Storyboard) -> JobSpec:
    """Raises KeyError or StopIteration where what the step works on is not made, or not part of it any more."""
    kind, _, name = step.partition("/")
    plans = {"draw": _draw, "speak": _speak, "body": _body, "seam": _seam, "card": _card, "join": _join}
    return (plans | {"export": _export})[kind](storyboard, name)


def _kind(step: str) -> str:
    return step.partition("/")[0]


def _draw(storyboard: Storyboard, name: str) -> JobSpec:
    key, version = (int(part) for part in name.split("."))
    scene = storyboard.keyed(key)
    asked = next((asked for asked in storyboard.refinements if asked.step == f"draw/{name}"), None)
    width, height = _picture_size(*storyboard.size)
    params = {
        "prompt": asked.image_prompt if asked else scene.image_prompt,
        "width": width,
        "height": height,
        "style": storyboard.style,
        # Another picture each time one is asked for, and the same one when a step is tried again.
        "seed": seed_of(f"{storyboard.production_id}/{key}.{version}"),
        "scene_number": key,
    }
    return _spec("text_to_image", storyboard.engines.text_to_image, params)


def _picture_size(width: int, height: int) -> tuple[int, int]:
    larger = min(OVERSIZE, LARGEST_PICTURE / max(width, height))
    return round(width * larger), round(height * larger)


def _speak(storyboard: Storyboard, name: str) -> JobSpec:
    text = storyboard.keyed(int(name)).narration
    params = {"text": text, "voice": storyboard.voice, "language": storyboard.language, "speed": 1.0, "seed": 0}
    return _spec("text_to_speech", storyboard.engines.text_to_speech, params)


def _body(storyboard: Storyboard, name: str) -> JobSpec:
    scene = next(scene for scene in storyboard.scenes if scene.body == f"body/{name}")
    cut = storyboard.cut
    params = {
        **_picture_params(storyboard, "scene_body"),
        "frames": scene.frames,
        "transition_frames": cut.transition_frames if cut.transition != "cut" else 0,
        "move": scene.move,
        # Left away where there is none, so that what was made before there were any is found again.
        **({"overlay": scene.overlay} if scene.overlay else {}),
    }
    return _media(storyboard, params, _seen(storyboard, scene, ""))


def _seam(storyboard: Storyboard, name: str) -> JobSpec:
    before, after = (_named(storyboard, part) for part in name.split("-"))
    params = {
        **_picture_params(storyboard, "scene_seam"),
        "transition": storyboard.cut.transition,
        "transition_frames": storyboard.cut.transition_frames,
        "from": _side(before),
        "to": _side(after),
    }
    results: dict[str, tuple[StepResult, str]] = {}
    for side, scene in (("from_", before), ("to_", after)):
        if scene is not None:
            results |= _seen(storyboard, scene, side)
    return _media(storyboard, params, results)


def _card(storyboard: Storyboard, kind: str) -> JobSpec:
    text = storyboard.title if kind == "title" else storyboard.cut.end_card
    width, height = storyboard.size
    params = {
        "operation": "card",
        "width": width,
        "height": height,
        "quality": storyboard.picture_quality,
        "kind": kind,
        "text": text,
        "frames": CARD,
        "seed": seed_of(f"{storyboard.production_id}/0.0"),
    }
    return _media(storyboard, params, {})


def _join(storyboard: Storyboard, _name: str) -> JobSpec:
    inputs = {f"piece_{n:03d}": (storyboard.results[step], "video") for n, step in enumerate(storyboard.pieces)}
    starts, start = [], CARD if storyboard.cut.title_card else 0
    for n, scene in enumerate(storyboard.scenes):
        starts.append({"start": start / FRAMES_PER_SECOND, "duration": scene.frames / FRAMES_PER_SECOND})
        start += scene.frames
        if scene.narration:
            speech = storyboard.results[scene.speak]
            inputs |= {f"speech_{n:03d}": (speech, "speech"), f"timing_{n:03d}": (speech, "timing")}
    width, height = storyboard.size
    params = {
        "operation": "join_pieces",
        "pieces": len(storyboard.pieces),
        "scenes": starts,
        "music": _music(storyboard),
        "captions": storyboard.cut.captions,
        "title": storyboard.title,
        "width": width,
        "height": height,
    }
    spec, own = _media(storyboard, params, inputs), storyboard.cut.own_music
    if own is None:
        return spec
    return replace(spec, inputs=spec.inputs | {"music": own.uri}, digests=spec.digests | {"music": own.sha256})


def _music(storyboard: Storyboard) -> dict[str, Any]:
    cut = storyboard.cut
    if cut.own_music is not None:
        return {"kind": "input"}
    if cut.music == "none":
        return {"kind": "none"}
    return {"kind": "generated", "mood": cut.music, "seed": seed_of(f"{storyboard.production_id}/0.0")}


def _export(storyboard: Storyboard, name: str) -> JobSpec:
    form, _, quality = name.partition("-")
    params = {"operation": "export_video", "format": form, "quality": quality}
    return _media(storyboard, params, {"video": (storyboard.results[JOIN], "video")})


def _picture_params(storyboard: Storyboard, operation: str) -> dict[str, Any]:
    width, height = storyboard.size
    captions = "burned" if storyboard.cut.captions == "burned" else "none"
    sizes = {"width": width, "height": height, "quality": storyboard.picture_quality}
    return {"operation": operation, **sizes, "captions": captions}


def _seen(storyboard: Storyboard, scene: Scene, side: str) -> dict[str, tuple[StepResult, str]]:
    """What is seen of a scene: its picture, and the times of its words where captions lie on it."""
    seen = {f"{side}picture": (storyboard.results[scene.draw], "picture")}
    if storyboard.cut.captions == "burned" and scene.narration:
        seen[f"{side}timing"] = (storyboard.results[scene.speak], "timing")
    return seen


def _side(scene: Scene | None) -> dict[str, Any] | None:
    return {"frames": scene.frames, "move": scene.move} if scene else None


def _named(storyboard: Storyboard, name: str) -> Scene | None:
    return next(scene for scene in storyboard.scenes if scene.body == f"body/{name}") if name else None


def _media(storyboard: Storyboard, params: dict[str, Any], results: dict[str, tuple[StepResult, str]]) -> JobSpec:
    uris = {name: result.outputs[output] for name, (result, output) in results.items()}
    digests = {name: result.sha256[output] for name, (result, output) in results.items()}
    return _spec("media", storyboard.engines.media, params, uris, digests)


def _spec(
    task: str,
    engine: str,
    params: dict[str, Any],
    inputs: dict[str, str] | None = None,
    digests: dict[str, str] | None = None,
) -> JobSpec:
    return JobSpec(task, engine, engine_version(task, engine), params, inputs or {}, digests or {})

"""The subjects of a scene, from far to near: who stands where, in which pose, with what."""

from gpu_containers.text_to_image.card.crowds import crowd
from gpu_containers.text_to_image.card.figures import figure
from gpu_containers.text_to_image.card.people_look import look_of
from gpu_containers.text_to_image.card.phrases import Phrase
from gpu_containers.text_to_image.card.props import HANDY, PROPS
from gpu_containers.text_to_image.card.reading import Scene
from gpu_containers.text_to_image.card.set_pieces import keepsake_in_front, keepsake_in_scene, prop_in_scene
from gpu_containers.text_to_image.card.stage import Stage
from gpu_containers.text_to_image.card.staging import standing, stature


def perform(stage: Stage) -> None:
    """Everything that stands, walks, drives or flies in the scene, from far to near."""
    scene = stage.scene
    held = next((thing for thing in scene.things if thing.kind in HANDY), None) if scene.people or scene.crowd else None
    free = [
        thing for thing in scene.things if thing is not held and not (thing.kind == "tree" and scene.place == "forest")
    ]
    if stage.keepsake and not scene.people:
        keepsake_in_scene(stage, stage.keepsake)
    _things(stage, free, far=True)
    if scene.crowd:
        crowd(stage)
    for index, phrase in reversed(list(enumerate(scene.people[:3]))):
        _person(stage, phrase, index, held if index == 0 else None)
    _things(stage, free, far=False)
    if stage.keepsake and scene.people:
        keepsake_in_front(stage, stage.keepsake)


def _things(stage: Stage, things: list[Phrase], *, far: bool) -> None:
    """What is large or flies is behind the people, and what is small in front of them."""
    for index, thing in enumerate(things):
        prop = PROPS[thing.kind]
        if (prop.tall > 0.6 or prop.flies) == far:
            prop_in_scene(stage, thing, index)


_OFFSETS = (0.0, 0.2, -0.2)


def _person(stage: Stage, phrase: Phrase, index: int, held: Phrase | None) -> None:
    canvas, frame = stage.canvas, stage.frame
    look = look_of(phrase)
    toward = 1 if frame.x < 0.5 else -1
    spread = max(0.2, 0.115 * frame.person * canvas.height / canvas.width * 2.2)
    x = canvas.width * (frame.x + toward * _OFFSETS[index] / 0.2 * spread)
    flip = (toward < 0) != (index == 1)
    tall = stature(canvas, frame) * look.tall
    foot = standing(canvas, frame, stage.backdrop.ground, stage.backdrop.floats)
    if frame.foot is None and frame.person > 1:
        foot -= (stature(canvas, frame) - tall) * 0.55
    pose = _pose(stage, index, held)
    figure(stage, look, pose, (x, foot, tall), flip, _back(stage.scene), held)


_BEHIND = frozenset(("behind", "overlooking", "gazes", "gazing", "watches", "watching", "faces"))


def _back(scene: Scene) -> bool:
    """Seen from behind: the one who looks into a wide land."""
    return not scene.indoors and scene.shot in ("wide", "aerial") and bool(_BEHIND & set(scene.text))


def _pose(stage: Stage, index: int, held: Phrase | None) -> str:
    scene = stage.scene
    if index:
        return "stand" if scene.pose not in ("walk", "run", "cheer") else scene.pose
    if held:
        return "hold" if scene.pose not in ("walk", "phone") else "phone" if held.kind == "phone" else "hold"
    return scene.pose or "stand"
